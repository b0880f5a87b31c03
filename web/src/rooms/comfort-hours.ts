// How long a room was comfortable, from means of equal length: for each metric that was measured,
// and for all of them together. What was not measured is said, never guessed. Pure.
import type { Series } from "../api/types";
import { stepMsOf } from "../chart/series";
import { judge, kinds, metrics, type Bands, type ComfortWord, type Metric } from "./comfort";

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

// A mean says how it was from its time on for one step; what of that lies in the time asked about
// counts.
export function comfortHours(
  means: Means,
  bands: Bands,
  fromMs: number,
  toMs: number,
): ComfortHours {
  const steps = new Map<number, Step>(); // by their beginning
  const found = metrics.flatMap((metric) => {
    const series = means[metric];
    if (!series || series.points.length === 0) return [];
    return [hoursOf(metric, series, bands, [fromMs, toMs], steps)];
  });
  const all = [...steps.values()];
  const measuredMs = sum(all);
  return {
    insideMs: sum(all.filter(({ isOutside }) => !isOutside)),
    measuredMs,
    missingMs: Math.max(0, toMs - fromMs - measuredMs),
    metrics: found,
  };
}

interface Step {
  ms: number; // its length within the time asked about
  isOutside: boolean; // by at least one metric
}

const sum = (steps: readonly { ms: number }[]) => steps.reduce((total, { ms }) => total + ms, 0);

function hoursOf(
  metric: Metric,
  series: Series,
  bands: Bands,
  [fromMs, toMs]: [number, number],
  steps: Map<number, Step>,
): MetricHours {
  const { below, above } = kinds[metric];
  const stepMs = stepMsOf(series.step) ?? 0;
  const spent = new Map<ComfortWord | null, number>();
  for (const [at, mean] of series.points) {
    const ms = Math.min(at + stepMs, toMs) - Math.max(at, fromMs);
    if (ms <= 0) continue;
    const { word } = judge(metric, mean, bands.at(metric, at));
    spent.set(word, (spent.get(word) ?? 0) + ms);
    steps.set(at, { ms, isOutside: (steps.get(at)?.isOutside ?? false) || word !== null });
  }
  const outside = [below, above].flatMap((word) => {
    const ms = word === null ? 0 : (spent.get(word) ?? 0);
    return word !== null && ms > 0 ? [{ word, ms }] : [];
  });
  return { metric, insideMs: spent.get(null) ?? 0, outside };
}
