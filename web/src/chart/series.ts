// From the hub's points to what a strip draws: columns with breaks at gaps, and what they say.
import type { Point, Series, Step } from "../api/types";
import { day, hour, minute } from "../format";
import type { Band } from "../rooms/comfort";

export interface Columns {
  x: number[]; // Unix ms
  y: (number | null)[]; // null breaks the line
  low: (number | null)[];
  high: (number | null)[];
}

export interface Gap {
  fromMs: number;
  toMs: number;
}

const gapIntervals = 3;
const stepMs: Record<Exclude<Step, "raw">, number> = { "10m": 10 * minute, "1h": hour, "1d": day };

// How long one mean stands for; null: there are no means.
export const stepMsOf = (step: Step) => (step === "raw" ? null : stepMs[step]);

// Raw readings come at the sensor's own pace: the median distance, so that gaps do not stretch it.
export function intervalOf({ step, points }: Series): number {
  if (step !== "raw") return stepMs[step];
  const distances = points.slice(1).map((point, i) => point[0] - (points[i]?.[0] ?? 0));
  distances.sort((a, b) => a - b);
  return distances[Math.floor(distances.length / 2)] ?? minute;
}

// Where nothing was measured between two times, from the first of them on: all of it when there is
// no point at all.
export function gapsOf(series: Series, fromMs: number, toMs: number): Gap[] {
  const allowed = series.points.length === 0 ? 0 : gapIntervals * intervalOf(series);
  const times = [fromMs, ...series.points.map((point) => point[0]), toMs];
  const gaps: Gap[] = [];
  for (let i = 1; i < times.length; i += 1) {
    const gap = { fromMs: times[i - 1] ?? toMs, toMs: times[i] ?? toMs };
    if (gap.toMs - gap.fromMs > allowed) gaps.push(gap);
  }
  return gaps;
}

export function columnsOf(series: Series, gaps: readonly Gap[]): Columns {
  const breaks = new Set(gaps.map((gap) => gap.fromMs));
  const columns: Columns = { x: [], y: [], low: [], high: [] };
  const push = (x: number, y: number | null, low: number | null, high: number | null) => {
    columns.x.push(x);
    columns.y.push(y);
    columns.low.push(low);
    columns.high.push(high);
  };
  for (const point of series.points) {
    const [ms, value, low, high] = point;
    push(ms, value, low ?? null, high ?? null);
    if (breaks.has(ms)) push(ms + 1, null, null, null);
  }
  return columns;
}

interface Live {
  device: string;
  time_ms: number;
  value: number;
}

// A live reading joins what is drawn of its sensor; only raw series grow, means are read again.
export function append(series: Series, reading: Live, fromMs: number): Series {
  const { device, time_ms: timeMs, value } = reading;
  const last = series.points.at(-1);
  if (series.step !== "raw" || device !== series.device) return series;
  if (last && timeMs <= last[0]) return series;
  const kept = series.points.filter((point) => point[0] >= fromMs);
  return { ...series, points: [...kept, [timeMs, value] as Point] };
}

// The share of points inside the band of their time, in per cent; null without any.
export function comfortShare(
  points: readonly Point[],
  bandAt: (ms: number) => Band,
): number | null {
  if (points.length === 0) return null;
  const inside = points.filter(([ms, value]) => {
    const band = bandAt(ms);
    return value <= band.high && (band.low === null || value >= band.low);
  });
  return (inside.length / points.length) * 100;
}

export interface Extremes {
  first: number;
  last: number;
  min: number;
  max: number;
}

export function extremesOf(points: readonly Point[]): Extremes | null {
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  let min = Infinity;
  let max = -Infinity;
  for (const [, mean, low, high] of points) {
    min = Math.min(min, low ?? mean);
    max = Math.max(max, high ?? mean);
  }
  return { first: first[1], last: last[1], min, max };
}
