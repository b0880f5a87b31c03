// What Luft knew when it decided last.
import { api } from "../api/client";
import type { Decision } from "../api/types";
import { age, modelVersion, number, percent } from "../format";
import type { Metric } from "../rooms/comfort";
import { outdoorOf } from "../rooms/rooms";
import { texts } from "../texts";
import { quantity } from "../units";
import { usePage } from "./context";
import { useFigures } from "./use-figures";

const metricOf: Record<string, Metric> = {
  temp: "temperature",
  humidity: "humidity",
  volume: "sound_volume",
};

// How often its range held the best opening: in simulated homes, and by people's hands here.
function useCoverage(): string {
  const { state } = usePage();
  const { figures: quality } = useFigures(api.quality);
  const { coverage } = texts.room;
  const hasOutdoors = outdoorOf(state.devices?.values() ?? []) !== null;
  const share =
    state.model?.metrics[hasOutdoors ? "with_outdoors_coverage" : "three_inputs_coverage"];
  const points = quality?.points ?? [];
  const hands = points.reduce((sum, point) => sum + point.hands, 0);
  const covered = points.reduce((sum, point) => sum + point.covered, 0);
  const said = [
    share === undefined ? coverage.unknown : coverage.simulated(number(100 * share)),
    hands > 0 ? coverage.here(number(covered), number(hands)) : coverage.noHands,
  ];
  return said.join(" ");
}

export function Inputs({ decision }: { decision: Decision }) {
  const { state, nowMs } = usePage();
  const coverage = useCoverage();
  const known = Object.entries(metricOf).map(([name, metric]) => {
    const value = decision.inputs?.[name];
    const text = value == null ? texts.none : quantity(metric, value, state.units);
    return { name: texts.metric[metric], text };
  });
  return (
    <section class="card" aria-labelledby="inputs">
      <h2 id="inputs">{texts.room.why(percent(decision.position))}</h2>
      <p class="xs">{texts.room.knew(age(decision.time_ms, nowMs))}</p>
      <dl class="facts">
        {known.map(({ name, text }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p class="xs">
        {decision.model && `${texts.room.model(modelVersion(decision.model))}. `}
        {coverage}
      </p>
    </section>
  );
}
