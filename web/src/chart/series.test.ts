// Tests of how readings become a chart's numbers.
import { describe, expect, it } from "vitest";
import type { Point, Series } from "../api/types";
import { append, columnsOf, comfortShare, extremesOf, gapsOf, intervalOf } from "./series";

const raw = (...points: Point[]): Series => ({
  device: "study",
  metric: "temperature",
  unit: "°C",
  step: "raw",
  points,
});
const every = (ms: number, count: number, from = 0): Point[] =>
  Array.from({ length: count }, (_, i) => [from + i * ms, 20 + i]);

describe("a series' interval", () => {
  it("is the median distance of raw readings, whatever the gaps", () => {
    expect(intervalOf(raw(...every(5000, 5), ...every(5000, 5, 3_600_000)))).toBe(5000);
  });
  it("is the step of means", () => {
    expect(intervalOf({ ...raw(), step: "10m" })).toBe(600_000);
  });
});

describe("gaps", () => {
  it("are longer than three intervals", () => {
    const points = [...every(5000, 4), [30_001, 1] as Point, [35_001, 1] as Point];
    expect(gapsOf(raw(...points), 0, 40_000)).toEqual([{ fromMs: 15_000, toMs: 30_001 }]);
    expect(gapsOf(raw(...every(5000, 4), [30_000, 1]), 0, 31_000)).toEqual([]);
  });
  it("reach to now when a sensor stopped", () => {
    expect(gapsOf(raw(...every(5000, 4)), 0, 60_000)).toEqual([{ fromMs: 15_000, toMs: 60_000 }]);
  });
  it("begin with the range where its first point is late", () => {
    const late = raw(...every(5000, 4, 100_000));
    expect(gapsOf(late, 40_000, 116_000)).toEqual([{ fromMs: 40_000, toMs: 100_000 }]);
    expect(gapsOf(late, 86_000, 116_000)).toEqual([]);
  });
  it("are all of a range without a point, and none before it was heard first", () => {
    expect(gapsOf(raw(), 10, 1e6)).toEqual([{ fromMs: 10, toMs: 1e6 }]);
    expect(gapsOf(raw(), 2e6, 1e6)).toEqual([]);
  });
  it("break the line", () => {
    const series = raw([0, 1], [5000, 2], [60_000, 3], [65_000, 4]);
    const { x, y } = columnsOf(series, gapsOf(series, 0, 66_000));
    expect(y).toEqual([1, 2, null, 3, 4]);
    expect(x).toEqual([...x].sort((a, b) => a - b));
  });
});

describe("a live reading", () => {
  const live = (time_ms: number, value: number) => ({ device: "study", time_ms, value });
  it("joins raw readings once, and pushes out what is before the range", () => {
    const grown = append(raw([0, 1], [5000, 2]), live(10_000, 3), 4000);
    expect(grown.points).toEqual([
      [5000, 2],
      [10_000, 3],
    ]);
    expect(append(grown, live(10_000, 3), 4000)).toBe(grown);
  });
  it("does not mix with means", () => {
    const means = { ...raw([0, 1, 1, 1, 5]), step: "10m" as const };
    expect(append(means, live(10, 2), 0)).toBe(means);
  });
  it("does not mix with another sensor's", () => {
    const known = raw([0, 1]);
    expect(append(known, { ...live(10, 2), device: "shelf" }, 0)).toBe(known);
  });
});

describe("what a series says", () => {
  const band = { low: 20, high: 26 };
  it("is its comfortable share, by the band of each time", () => {
    expect(
      comfortShare(
        [
          [0, 19],
          [1, 20],
          [2, 26],
          [3, 27],
        ],
        () => band,
      ),
    ).toBe(50);
    const byTime = (ms: number) => ({ low: null, high: ms < 2 ? 35 : 45 });
    expect(
      comfortShare(
        [
          [0, 40],
          [1, 30],
          [2, 40],
          [3, 40],
        ],
        byTime,
      ),
    ).toBe(75);
    expect(comfortShare([], () => band)).toBeNull();
  });
  it("counts the extremes of means, not the means alone", () => {
    expect(
      extremesOf([
        [0, 20, 18, 22, 9],
        [1, 21, 20, 25, 9],
      ]),
    ).toEqual({
      first: 20,
      last: 21,
      min: 18,
      max: 25,
    });
    expect(extremesOf([])).toBeNull();
  });
});
