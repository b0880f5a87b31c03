// How long a room was comfortable, from means of equal length: for each metric that was measured,
// and for all of them together. What was not measured is said, never guessed. Pure.
import type { Series } from "../api/types";
import { stepMsOf } from "../chart/series";
import { bandOf, judge, kinds, metrics, type ComfortWord, type Metric } from "./comfort";

export interface MetricHours {
  metric: Metric;
  insideMs: number;
  outside: { word: ComfortWord; ms: number }[]; // only those that there were
}

export interface ComfortHours {
  insideMs: number; // all that was measured was inside its band
  measuredMs: number; // at least one metric was
  missingMs: number; // of the time asked about
  metrics: MetricHours[];
}

type Means = Partial<Record<Metric, Series>>;

// A mean says how it was from its time on for one step.
export function comfortHours(
  means: Means,
  roomId: string,
  fromMs: number,
  toMs: number,
): ComfortHours {
  const outsideAt = new Map<number, boolean>(); // by the beginning of a step
  let stepMs = 0;
  const found = metrics.flatMap((metric) => {
    const series = means[metric];
    if (!series || series.points.length === 0) return [];
    stepMs = stepMsOf(series.step) ?? 0;
    return [hoursOf(metric, series, roomId, stepMs, outsideAt)];
  });
  const measuredMs = outsideAt.size * stepMs;
  const inside = [...outsideAt.values()].filter((isOutside) => !isOutside).length;
  return {
    insideMs: inside * stepMs,
    measuredMs,
    missingMs: Math.max(0, toMs - fromMs - measuredMs),
    metrics: found,
  };
}

function hoursOf(
  metric: Metric,
  series: Series,
  roomId: string,
  stepMs: number,
  outsideAt: Map<number, boolean>,
): MetricHours {
  const { below, above } = kinds[metric];
  const steps = new Map<ComfortWord | null, number>();
  for (const [ms, mean] of series.points) {
    const { word } = judge(metric, mean, bandOf(metric, roomId, ms));
    steps.set(word, (steps.get(word) ?? 0) + 1);
    outsideAt.set(ms, (outsideAt.get(ms) ?? false) || word !== null);
  }
  const outside = [below, above].flatMap((word) => {
    const count = word === null ? 0 : (steps.get(word) ?? 0);
    return word !== null && count > 0 ? [{ word, ms: count * stepMs }] : [];
  });
  return { metric, insideMs: (steps.get(null) ?? 0) * stepMs, outside };
}
