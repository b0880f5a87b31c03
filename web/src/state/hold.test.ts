// Tests of how long a hand holds.
import { expect, describe, it } from "vitest";
import { holdSeconds, longestHoldS } from "./hold";

const at = (hours: number, minutes = 0) => new Date(2026, 10, 23, hours, minutes).getTime();

describe("a hold", () => {
  it("lasts one or two hours", () => {
    expect(holdSeconds("1h", at(9))).toBe(3600);
    expect(holdSeconds("2h", at(9))).toBe(7200);
  });
  it("lasts until 7:00, today or tomorrow", () => {
    expect(holdSeconds("morning", at(5, 30))).toBe(90 * 60);
    expect(holdSeconds("morning", at(7))).toBe(24 * 3600);
    expect(holdSeconds("morning", at(22))).toBe(9 * 3600);
  });
  it("is never longer than the wire allows", () => {
    expect(holdSeconds("open", at(9))).toBe(longestHoldS);
  });
});
