// What Luft chose over time, with marks at each change that lead to the decision.
import type uPlot from "uplot";
import { useMemo, useState } from "preact/hooks";
import type { Decision, Movement } from "../api/types";
import { marksOf, stepsOf, turnsOf, type Mark, type Turn } from "../chart/choices";
import { moment, percent } from "../format";
import { windowOf, type Room } from "../rooms/rooms";
import { texts } from "../texts";
import type { Zoom } from "../router";
import { usePage } from "./context";
import { StripView } from "./strip";
import type { History } from "./use-history";

interface Props {
  room: Room;
  history: History;
  fromMs: number;
  toMs: number;
  look(zoom: Zoom | null): void;
}

const height = 72;
const apart = 24; // px: room for a finger

export const rowId = (decision: Decision) => `decision-${decision.time_ms}`;

export function ChoiceStrip({ room, history, fromMs, toMs, look }: Props) {
  const { decisions } = history;
  const [others, setOthers] = useState<Other[]>([]);
  const { nowMs } = usePage();
  const [marks, setMarks] = useState<Mark[]>([]);
  const data = useMemo(
    () => ({ columns: stepsOf(decisions, toMs), gaps: [], fields: [] }),
    [decisions, toMs],
  );
  const turns = useMemo(() => turnsOf(decisions).filter((turn) => turn.from !== null), [decisions]);
  const place = (plot: uPlot) => {
    const width = plot.over.clientWidth;
    const next = marksOf(turns, (ms) => plot.valToPos(ms, "x"), width, apart);
    setOthers(othersOf(history.movements, (ms) => plot.valToPos(ms, "x"), width));
    setMarks((known) => (sameMarks(known, next) ? known : next));
  };
  const position = windowOf(room)?.position;
  const caption = (index: number | null) => {
    const value = index === null ? decisions[0]?.position : data.columns.y[index];
    const at = index === null ? null : data.columns.x[index];
    return (
      <>
        <h3>{texts.room.choice}</h3>
        <span class="v">{value === undefined ? texts.none : percent(value)}</span>
        <span class="xs">
          {at != null
            ? moment(at, nowMs)
            : position !== undefined && texts.room.choiceNow(percent(position))}
        </span>
        <span class="xs">{texts.room.choiceLegend}</span>
      </>
    );
  };
  return (
    <StripView
      spec={{
        group: room.id,
        scale: "%",
        height,
        timeAxis: true,
        kind: "steps",
        marks: [0, 100],
        label: percent,
        range: () => [-2, 104],
      }}
      data={data}
      fromMs={fromMs}
      toMs={toMs}
      name={texts.room.chart(texts.room.choice, room.name)}
      summary={texts.room.changes(turns.length)}
      caption={caption}
      onView={place}
      look={look}
    >
      <div class="mk">
        {marks.map((mark) => (
          <MarkButton key={mark.turns[0]?.decision.time_ms} mark={mark} nowMs={nowMs} />
        ))}
      </div>
      <div class="mk others">
        {others.map(({ left, movement }) => (
          <OtherMark key={movement.time_ms} left={left} movement={movement} nowMs={nowMs} />
        ))}
      </div>
    </StripView>
  );
}

interface Other {
  left: number;
  movement: Movement;
}

// What was not Luft's choice: hands, the guard, measuring.
const othersOf = (
  movements: readonly Movement[],
  toPx: (ms: number) => number,
  width: number,
): Other[] =>
  movements
    .filter((movement) => movement.cause !== "control")
    .map((movement) => ({ movement, left: toPx(movement.time_ms) }))
    .filter(({ left }) => left >= 0 && left <= width);

const shapes: Record<string, string> = { person: "◆", guard: "▲", calibration: "□" };

function OtherMark({ left, movement, nowMs }: Other & { nowMs: number }) {
  const { time_ms, from, to, cause } = movement;
  const name = texts.room.moved(
    moment(time_ms, nowMs),
    texts.room.arrow(percent(from), percent(to)),
    texts.room.causes[cause] ?? cause,
  );
  return (
    <span class={cause} role="img" style={{ left: `${left}px` }} aria-label={name} title={name}>
      {shapes[cause]}
    </span>
  );
}

const sameMarks = (a: Mark[], b: Mark[]) =>
  a.length === b.length &&
  a.every((mark, i) => mark.left === b[i]?.left && mark.turns.length === b[i].turns.length);

const move = (turn: Turn) =>
  texts.room.arrow(percent(turn.from ?? 0), percent(turn.decision.position));

function MarkButton({ mark, nowMs }: { mark: Mark; nowMs: number }) {
  const last = mark.turns.at(-1);
  if (!last) return null;
  const count = mark.turns.length;
  const name = mark.turns
    .map((turn) => texts.room.markName(moment(turn.decision.time_ms, nowMs), move(turn)))
    .join("; ");
  return (
    <button
      style={{ left: `${mark.left}px` }}
      aria-label={count > 1 ? texts.room.several(count, name) : name}
      title={name}
      onClick={() => showRow(last.decision)}
    >
      {count > 1 ? (
        texts.room.times(count)
      ) : (
        <svg viewBox="0 0 12 12" aria-hidden="true">
          <circle cx="6" cy="6" r="5" />
        </svg>
      )}
    </button>
  );
}

function showRow(decision: Decision) {
  const row = document.getElementById(rowId(decision));
  row?.focus({ preventScroll: true });
  row?.scrollIntoView({ block: "center" });
}
