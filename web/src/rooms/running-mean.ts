// The running mean of the outdoor temperature, which the comfort band follows (EN 16798-1): of each
// day, 0.8 of that of the day before and 0.2 of that day's mean. Pure.
import type { Point } from "../api/types";
import { day } from "../format";

export interface RunningMean {
  fromMs: number; // in force from then on
  meanC: number;
}

const kept = 0.8;

// From daily means, oldest first. What is known of the first day stands for all before it.
export function runningMeans(days: readonly Point[]): RunningMean[] {
  const [first] = days;
  if (!first) return [];
  const means: RunningMean[] = [{ fromMs: first[0], meanC: first[1] }];
  let meanC = first[1];
  for (const [ms, ofDayC] of days) {
    meanC = kept * meanC + (1 - kept) * ofDayC;
    means.push({ fromMs: ms + day, meanC });
  }
  return means;
}

export function meanAt(means: readonly RunningMean[], ms: number): number | null {
  for (let i = means.length - 1; i >= 0; i -= 1) {
    const mean = means[i];
    if (mean && mean.fromMs <= ms) return mean.meanC;
  }
  return means[0]?.meanC ?? null;
}
