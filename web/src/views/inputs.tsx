// What Luft knew when it decided last.
import type { Decision } from "../api/types";
import { age, number, percent, withUnit } from "../format";
import { kinds, type Metric } from "../rooms/comfort";
import { texts } from "../texts";
import { usePage } from "./context";

const metricOf: Record<string, Metric> = {
  temp: "temperature",
  humidity: "humidity",
  volume: "sound_volume",
};

export function Inputs({ decision }: { decision: Decision }) {
  const { nowMs } = usePage();
  const known = Object.entries(metricOf).map(([name, metric]) => {
    const value = decision.inputs?.[name];
    const { digits, unit } = kinds[metric];
    const text = value == null ? texts.none : withUnit(number(value, digits), unit);
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
