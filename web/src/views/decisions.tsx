// What Luft decided and why: a row for each change of its choice, newest first.
import { useState } from "preact/hooks";
import type { Decision } from "../api/types";
import { turnsOf, type Turn } from "../chart/choices";
import { moment, number, percent, percentRange, sentence } from "../format";
import { reasonOf } from "../rooms/reason";
import { howSure } from "../rooms/why";
import { texts } from "../texts";
import { rowId } from "./window-strip";
import { usePage } from "./context";
import type { History } from "./use-history";

const shownFirst = 12;

export function Decisions({ history: { decisions, decisionsCut } }: { history: History }) {
  const { nowMs } = usePage();
  const [all, setAll] = useState(false);
  const turns = turnsOf(decisions);
  const shown = all ? turns : turns.slice(0, shownFirst);
  const { columns } = texts.room;
  return (
    <section class="card" aria-labelledby="decisions">
      <h2 id="decisions">{texts.room.decisions}</h2>
      {turns.length === 0 ? (
        <p class="s">{texts.room.noDecisions}</p>
      ) : (
        <table class="turns">
          <thead>
            <tr>
              <th scope="col">{columns.when}</th>
              <th scope="col">{columns.choice}</th>
              <th scope="col">{columns.why}</th>
              <th scope="col">{columns.sure}</th>
              <th scope="col">{columns.then}</th>
              <th scope="col" class="n">
                {columns.best}
              </th>
            </tr>
          </thead>
          <tbody>
            {shown.map((turn) => (
              <Row key={turn.decision.time_ms} turn={turn} />
            ))}
          </tbody>
        </table>
      )}
      {decisionsCut && (
        <p class="s">
          {texts.room.cutDecisions(
            number(decisions.length),
            moment(decisions.at(-1)?.time_ms ?? nowMs, nowMs),
          )}
        </p>
      )}
      {shown.length < turns.length && (
        <button class="b all" onClick={() => setAll(true)}>
          {texts.room.showAll(turns.length)}
        </button>
      )}
    </section>
  );
}

function Row({ turn: { decision, from } }: { turn: Turn }) {
  const { nowMs } = usePage();
  const to = percent(decision.position);
  const { low, high } = decision;
  const reason = reasonOf(decision.reason);
  return (
    <tr id={rowId(decision)} tabIndex={-1}>
      <td>{moment(decision.time_ms, nowMs)}</td>
      <td class="go">
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <circle cx="6" cy="6" r="5" />
        </svg>
        {from === null ? to : texts.room.arrow(percent(from), to)}
      </td>
      <td>{reason === null ? texts.none : sentence(reason)}</td>
      <td>{howSure(decision.confidence)}</td>
      <td>{outcomeOf(decision)}</td>
      <td class="n">{low === null || high === null ? texts.none : percentRange(low, high)}</td>
    </tr>
  );
}

function outcomeOf({ outcome }: Decision): string {
  if (!outcome) return texts.none;
  const [kind = "", reason] = outcome.split(": ", 2);
  const name = texts.room.outcomes[kind] ?? kind;
  return reason ? `${name}: ${reason}` : name;
}
