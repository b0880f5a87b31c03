// What the system did since it started, how fast, and what waits.
import type { System } from "../api/types";
import { bytes, number, withUnit } from "../format";
import { texts } from "../texts";

const milliseconds = (value: number) => withUnit(number(value, value < 10 ? 1 : 0), "ms");

export function Totals({ system }: { system: System }) {
  const { totals, latency_ms: latency, backlog } = system;
  const { control_p50: p50, control_p99: p99 } = latency;
  const facts = Object.entries(texts.system.totals).map(([key, name]) => ({
    name,
    text: number(totals[key] ?? 0),
    wrong: key === "errors" && (totals[key] ?? 0) > 0,
  }));
  const waiting = backlog.journaled_readings;
  return (
    <section class="card" aria-labelledby="totals">
      <h2 id="totals">{texts.system.flow}</h2>
      <dl class="facts">
        {facts.map(({ name, text, wrong }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd class={wrong ? "fault" : ""}>{text}</dd>
          </div>
        ))}
        <div>
          <dt>{texts.system.latency}</dt>
          <dd>
            {p50 === null || p99 === null
              ? texts.none
              : texts.system.latencyText(milliseconds(p50), milliseconds(p99))}
          </dd>
        </div>
        <div>
          <dt>{texts.system.backlog}</dt>
          <dd>
            {waiting === 0
              ? texts.system.backlogNone
              : texts.system.backlogText(waiting, bytes(backlog.journal_bytes))}
          </dd>
        </div>
      </dl>
    </section>
  );
}
