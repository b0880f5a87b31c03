// What Luft decided and why: a row for each change of its choice, newest first.
import { useLayoutEffect, useState } from "preact/hooks";
import type { Decision } from "../api/types";
import { linesOf, type Line, type Silence, type Turn } from "../chart/choices";
import { moment, number, percent, percentRange, sentence } from "../format";
import { outcomeOf } from "../rooms/outcome";
import { isDoubt, reasonAt, reasonForMove } from "../rooms/reason";
import { howSure } from "../rooms/why";
import { texts } from "../texts";
import { usePage } from "./context";
import type { History } from "./use-history";

const shownFirst = 12;

// The decision that a mark leads to: another object each time it is asked for.
export interface Looked {
  decision: Decision;
}

interface Props {
  history: History;
  looked: Looked | null;
  hasDecided: boolean; // ever, as far as is known
}

export function Decisions({ history, looked, hasDecided }: Props) {
  const { choices, loading, failure } = history;
  const { nowMs } = usePage();
  const [asked, setAll] = useState(false);
  const lines = linesOf(choices.decisions, choices.unanswered);
  const all = asked || (looked !== null && placeOf(looked.decision, lines) >= shownFirst);
  useLayoutEffect(() => {
    if (looked) focusOn(looked.decision);
  }, [looked]);
  const shown = all ? lines : lines.slice(0, shownFirst);
  if (lines.length === 0 && (loading || failure)) return null;
  return (
    <section class="card" aria-labelledby="decisions">
      <h2 id="decisions">{texts.room.decisions}</h2>
      {lines.length === 0 ? (
        <p class="s">{noneBecause(choices.areDrawn, hasDecided)}</p>
      ) : (
        <Table lines={shown} />
      )}
      {choices.isCut && (
        <p class="s">
          {texts.room.cutDecisions(
            number(choices.decisions.length),
            moment(choices.decisions.at(-1)?.time_ms ?? nowMs, nowMs),
          )}
        </p>
      )}
      {shown.length < lines.length && (
        <button class="b all" onClick={() => setAll(true)}>
          {texts.room.showAll(lines.length)}
        </button>
      )}
    </section>
  );
}

const rowId = (decision: Decision) => `decision-${decision.time_ms}`;

const placeOf = ({ time_ms: ms }: Decision, lines: readonly Line[]) =>
  lines.findIndex((line) => line.kind === "turn" && line.turn.decision.time_ms === ms);

function focusOn(decision: Decision): void {
  const row = document.getElementById(rowId(decision));
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "center" });
}

function noneBecause(areDrawn: boolean, hasDecided: boolean): string {
  if (!areDrawn) return texts.room.listedUpTo;
  return hasDecided ? texts.room.noDecisionsHere : texts.room.noDecisions;
}

function Table({ lines }: { lines: readonly Line[] }) {
  const { columns } = texts.room;
  return (
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
        {lines.map((line) =>
          line.kind === "turn" ? (
            <Row key={line.turn.decision.time_ms} turn={line.turn} />
          ) : (
            <SilentRow key={`silent ${line.silence.asked.time_ms}`} silence={line.silence} />
          ),
        )}
      </tbody>
    </table>
  );
}

function SilentRow({ silence: { asked, count } }: { silence: Silence }) {
  const { nowMs } = usePage();
  const { outcomes, times } = texts.room;
  const said = outcomes["unanswered"] ?? texts.none;
  return (
    <tr>
      <td>{moment(asked.time_ms, nowMs)}</td>
      <td>{texts.none}</td>
      <td>{texts.none}</td>
      <td>{texts.none}</td>
      <td>{count > 1 ? `${said} ${times(count)}` : said}</td>
      <td class="n">{texts.none}</td>
    </tr>
  );
}

function Row({ turn: { decision, from } }: { turn: Turn }) {
  const { nowMs } = usePage();
  const to = percent(decision.position);
  const { low, high } = decision;
  const why = decision.reason;
  const reason = from === null ? reasonAt(why, decision.position) : reasonForMove(why);
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
      <td>{isDoubt(why) ? texts.none : howSure(decision.confidence)}</td>
      <td>{outcomeOf(decision.outcome)}</td>
      <td class="n">{low === null || high === null ? texts.none : percentRange(low, high)}</td>
    </tr>
  );
}
