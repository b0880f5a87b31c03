// Tests of the running mean of the outdoor temperature.
import { describe, expect, it } from "vitest";
import type { Point } from "../api/types";
import { day } from "../format";
import { meanAt, runningMeans } from "./running-mean";

const days = (...means: number[]) =>
  means.map((mean, i): Point => [i * day, mean, mean, mean, 1440]);

describe("the running mean", () => {
  it("is that of the first day until there is another", () => {
    const means = runningMeans(days(10));
    expect([meanAt(means, 0), meanAt(means, -day), meanAt(means, 3 * day)]).toEqual([10, 10, 10]);
  });
  it("takes a fifth of each day that has ended", () => {
    const means = runningMeans(days(10, 20, 20));
    expect(meanAt(means, 2 * day - 1)).toBe(10);
    expect(meanAt(means, 2 * day)).toBe(12);
    expect(meanAt(means, 3 * day)).toBeCloseTo(13.6);
  });
  it("is unknown without any day", () => expect(meanAt(runningMeans([]), 0)).toBeNull());
});
