// Where the window stood and what Luft chose over time, with marks at each change of its choice
// that lead to the decision, and at what others did.
import type uPlot from "uplot";
import { useMemo, useState } from "preact/hooks";
import type { Decision } from "../api/types";
import { marksOf, stepsOf, turnsOf, type Mark, type Turn } from "../chart/choices";
import { otherMarksOf, type OtherMark } from "../chart/other-marks";
import { positionsOf, together, type Both } from "../chart/positions";
import { moment, percent, percentRange } from "../format";
import { windowOf, type Room } from "../rooms/rooms";
import { texts } from "../texts";
import type { Zoom } from "../router";
import type { Figures } from "./chart-table";
import { usePage } from "./context";
import { StripView } from "./strip";
import type { History } from "./use-history";

interface Props {
  room: Room;
  history: History;
  fromMs: number;
  toMs: number;
  look(zoom: Zoom | null): void;
  show(decision: Decision): void;
}

const height = 72;
const apartPx = 24; // room for a pointer; a finger gets more
const fingerPx = 44;

export function WindowStrip({ room, history, fromMs, toMs, look, show }: Props) {
  const { moves } = history;
  const { decisions } = history.choices;
  const [others, setOthers] = useState<OtherMark[]>([]);
  const { nowMs } = usePage();
  const [marks, setMarks] = useState<Mark[]>([]);
  const window = windowOf(room);
  const columns = useMemo(() => {
    const now = window && { timeMs: window.time_ms, position: window.position };
    const isMoving = window?.moving ?? false; // where it passes is no place to stand
    const known = { ...moves, now: isMoving ? null : now };
    const positions = positionsOf(
      known,
      moves.isCut ? Math.max(fromMs, moves.sinceMs) : fromMs,
      toMs,
    );
    return together(positions, stepsOf(decisions, toMs));
  }, [decisions, moves, fromMs, toMs, window?.position, window?.moving]);
  const data = useMemo(() => ({ columns, gaps: [], fields: [] }), [columns]);
  const turns = useMemo(() => turnsOf(decisions).filter((turn) => turn.from !== null), [decisions]);
  const place = (plot: uPlot) => {
    const toPx = (ms: number) => plot.valToPos(ms, "x");
    const width = plot.over.clientWidth;
    const apart = matchMedia("(pointer: coarse)").matches ? fingerPx : apartPx;
    const next = marksOf(turns, toPx, width, apart);
    setOthers(otherMarksOf(moves.movements, toPx, width));
    setMarks((known) => (sameMarks(known, next) ? known : next));
  };
  const caption = (index: number | null) => {
    const at = index === null ? null : columns.x[index];
    const stood = index === null ? window?.position : columns.y[index];
    const chosen = index === null ? decisions[0]?.position : columns.also[index];
    return (
      <>
        <h3>{texts.room.window}</h3>
        <span class="v">{stood == null ? texts.none : percent(stood)}</span>
        {at != null && <span class="xs">{moment(at, nowMs)}</span>}
        {chosen != null && <span class="xs">{texts.room.chosen(percent(chosen))}</span>}
        <span class="xs">{texts.room.legend}</span>
      </>
    );
  };
  const inRange = moves.movements.filter(({ time_ms: ms }) => ms >= fromMs && ms <= toMs).length;
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
      title={texts.room.window}
      name={texts.room.chart(texts.room.window, room.name)}
      summary={`${texts.room.moves(inRange)}, ${texts.room.choices(turns.length)}`}
      figures={figuresOf(room.id, columns, fromMs, nowMs)}
      caption={caption}
      onView={place}
      look={look}
    >
      <div class="mk">
        {marks.map((mark) => (
          <MarkButton key={mark.turns[0]?.decision.time_ms} {...{ mark, nowMs, show }} />
        ))}
      </div>
      <div class="mk others">
        {others.map((mark) => (
          <Other key={mark.movements[0]?.time_ms} mark={mark} nowMs={nowMs} />
        ))}
      </div>
    </StripView>
  );
}

function figuresOf(room: string, both: Both, fromMs: number, nowMs: number): Figures {
  const { when, window, choice, best } = texts.room.figures;
  const orNone = (value: number | null) => (value === null ? texts.none : percent(value));
  const all = both.x.map((ms, i) => ({
    ms,
    stood: both.y[i] ?? null,
    chosen: both.also[i] ?? null,
    low: both.low[i] ?? null,
    high: both.high[i] ?? null,
  }));
  const lines = all.filter(({ ms }) => ms >= fromMs); // the choice in force then is older
  return {
    columns: [when, window, choice, best],
    rows: () =>
      lines
        .map(({ ms, stood, chosen, low, high }) => [
          moment(ms, nowMs),
          orNone(stood),
          orNone(chosen),
          low === null || high === null ? texts.none : percentRange(low, high),
        ])
        .reverse(),
    file: `${room}-window`,
    csv: () => [
      ["time", "window (%)", "choice (%)", "best from (%)", "best to (%)"],
      ...lines.map(({ ms, stood, chosen, low, high }) => [
        new Date(ms).toISOString(),
        stood,
        chosen,
        low,
        high,
      ]),
    ],
  };
}

const shapes: Record<string, string> = { person: "◆", guard: "▲", calibration: "□" };

function Other({ mark: { left, movements }, nowMs }: { mark: OtherMark; nowMs: number }) {
  const [first] = movements;
  if (!first) return null;
  const said = movements.map(({ time_ms: ms, from, to, cause }) =>
    texts.room.moved(
      moment(ms, nowMs),
      texts.room.arrow(percent(from), percent(to)),
      texts.room.causes[cause] ?? cause,
    ),
  );
  const count = movements.length;
  const name = count > 1 ? texts.room.several(count, said.join("; ")) : said.join("");
  return (
    <span
      class={first.cause}
      role="img"
      style={{ left: `${left}px` }}
      aria-label={name}
      title={name}
    >
      {shapes[first.cause]}
      {count > 1 && texts.room.times(count)}
    </span>
  );
}

const sameMarks = (a: Mark[], b: Mark[]) =>
  a.length === b.length &&
  a.every((mark, i) => mark.left === b[i]?.left && mark.turns.length === b[i].turns.length);

const move = (turn: Turn) =>
  texts.room.arrow(percent(turn.from ?? 0), percent(turn.decision.position));

interface MarkProps {
  mark: Mark;
  nowMs: number;
  show(decision: Decision): void;
}

function MarkButton({ mark, nowMs, show }: MarkProps) {
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
      onClick={() => show(last.decision)}
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
