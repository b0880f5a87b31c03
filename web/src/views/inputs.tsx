// What Luft knew when it decided last.
import type { Decision } from "../api/types";
import { age, percent } from "../format";
import type { Metric } from "../rooms/comfort";
import { texts } from "../texts";
import { quantity } from "../units";
import { usePage } from "./context";

const metricOf: Record<string, Metric> = {
  temp: "temperature",
  humidity: "humidity",
  volume: "sound_volume",
};

export function Inputs({ decision }: { decision: Decision }) {
  const { state, nowMs } = usePage();
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
        {decision.model && `${texts.room.model(decision.model)}. `}
        {texts.room.coverage}
      </p>
    </section>
  );
}
