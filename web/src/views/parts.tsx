// Each part of the system: working or away, since when, and what it says.
import type { Part } from "../api/types";
import { age, duration } from "../format";
import { texts } from "../texts";
import { asKnown, usePage } from "./context";

export function Parts({ parts }: { parts: Part[] }) {
  const { state, nowMs } = usePage();
  const { columns } = texts.system;
  const live = state.link.kind === "live";
  return (
    <section class="card" aria-labelledby="parts">
      <h2 id="parts">{texts.system.parts}</h2>
      <table class="parts">
        <thead>
          <tr>
            <th scope="col">{columns.part}</th>
            <th scope="col">{columns.state}</th>
            <th scope="col" class="n">
              {columns.since}
            </th>
            <th scope="col">{columns.detail}</th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <PartRow key={part.name} part={part} />
          ))}
          <tr>
            <td>{texts.system.page}</td>
            <td class={live ? "" : "out"}>{live ? texts.link.live : texts.link.notLive}</td>
            <td class="n">{texts.none}</td>
            <td>{texts.system.pageDetail(age(state.lastEventMs, nowMs - state.clockAheadMs))}</td>
          </tr>
        </tbody>
      </table>
    </section>
  );
}

function PartRow({ part }: { part: Part }) {
  const { state, nowMs } = usePage();
  const works = part.state === "ok";
  const word = texts.system.states[part.state] ?? part.state;
  // Nobody knows for how long, beyond what was heard last.
  const isTimed = part.since_ms > 0 && state.link.kind === "live";
  return (
    <tr>
      <td>{texts.system.names[part.name] ?? part.name}</td>
      <td class={works ? "" : "out away"}>{asKnown(word, state)}</td>
      <td class="n">{isTimed ? duration(nowMs - part.since_ms) : texts.none}</td>
      <td>{part.detail || texts.none}</td>
    </tr>
  );
}
