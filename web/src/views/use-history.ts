// The history of one room: read when a range is chosen, grown by live readings, read anew at times.
import { useEffect, useRef, useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import type { Series } from "../api/types";
import { append } from "../chart/series";
import { merge } from "../chart/choices";
import { day, hour, minute } from "../format";
import { metrics, type Metric } from "../rooms/comfort";
import { readingOf, sensorsOf, type Room } from "../rooms/rooms";
import type { Range, Zoom } from "../router";
import { texts } from "../texts";
import { usePage } from "./context";
import { noChoices, readChoices, type Choices } from "./choices";
import { noMoves, readMoves, type Moves } from "./moves";

export const rangeMs: Record<Range, number> = {
  hour,
  day,
  week: 7 * day,
  month: 30 * day,
  year: 365 * day,
};

// Beyond this, decisions are too many to draw.
export const choicesUpToMs = 7 * day;

const leastMs = 2 * minute;

// Where a range begins: not long before the room was heard first.
export function beginOf(room: Room, range: Range, nowMs: number): number {
  return Math.max(nowMs - rangeMs[range], Math.min(firstSeenMs(room), nowMs - leastMs));
}

export const firstSeenMs = (room: Room) =>
  Math.min(...room.devices.map((device) => device.first_seen_ms));

export interface History {
  fromMs: number; // of what was read
  series: Partial<Record<Metric, Series>>;
  choices: Choices;
  moves: Moves;
  loading: boolean;
  failure: string | null;
}

const againMs = minute; // means are read again

export function useHistory(room: Room, range: Range, zoom: Zoom | null): History {
  const { state, nowMs } = usePage();
  const live = state.link.kind === "live";
  const empty: History = {
    fromMs: Infinity,
    series: {},
    choices: noChoices,
    moves: noMoves,
    loading: true,
    failure: null,
  };
  const [history, setHistory] = useState(empty);
  const latest = useRef(room);
  latest.current = room;
  const sensors = sensorsOf(room, metrics);

  useEffect(() => {
    if (!live) return;
    let wanted = true;
    const load = async () => {
      const nowMs = Date.now() + state.clockAheadMs;
      const fromMs = zoom?.fromMs ?? beginOf(room, range, nowMs);
      const read = await readHistory(room, fromMs, zoom?.toMs ?? nowMs);
      if (!wanted) return;
      // What came live since is not in what was read.
      const whole = (known: History) => (zoom ? known : grown(known, latest.current, fromMs));
      setHistory((known) => whole({ ...known, ...read }));
    };
    void load();
    const timer = zoom ? null : setInterval(() => void load(), againMs);
    return () => {
      wanted = false;
      if (timer !== null) clearInterval(timer);
    };
  }, [room.id, range, zoom?.fromMs, zoom?.toMs, live, sensors]);

  useEffect(
    () => setHistory((known) => (zoom ? known : grown(known, room, nowMs - rangeMs[range]))),
    [room.devices],
  );
  return history;
}

async function readHistory(room: Room, fromMs: number, toMs: number): Promise<Partial<History>> {
  try {
    const all = metrics.map(async (metric) => {
      const device = readingOf(room, metric)?.device;
      return device ? ([metric, await api.series(device, metric, fromMs, toMs)] as const) : null;
    });
    const window = room.windowDevice?.id;
    const drawn = window && toMs - fromMs <= choicesUpToMs;
    const [choices, moves, ...found] = await Promise.all([
      drawn ? readChoices(window, fromMs, toMs) : noChoices,
      window ? readMoves(window, fromMs, toMs) : noMoves,
      ...all,
    ]);
    const series = Object.fromEntries(found.filter((entry) => entry !== null));
    return { fromMs, series, choices, moves, loading: false, failure: null };
  } catch (error) {
    const failure = error instanceof Failure ? error.message : texts.failure.unreachable;
    return { loading: false, failure };
  }
}

function grown(known: History, room: Room, fromMs: number): History {
  const series = { ...known.series };
  for (const metric of metrics) {
    const reading = readingOf(room, metric);
    const drawn = series[metric];
    if (reading && drawn) series[metric] = append(drawn, reading, fromMs);
  }
  return { ...known, series, choices: withNewest(known.choices, room) };
}

function withNewest(known: Choices, { windowDevice }: Room): Choices {
  const newest = windowDevice?.decision;
  if (!newest || !known.areDrawn) return known;
  return { ...known, decisions: merge(known.decisions, [newest]) };
}
