// Tests of the line that says where a window stood.
import { describe, expect, it } from "vitest";
import type { Movement } from "../api/types";
import { positionsOf, together } from "./positions";

const move = (time_ms: number, from: number, to: number): Movement => ({
  time_ms,
  from,
  to,
  cause: "control",
  reason: null,
});
const movements = [move(30, 40, 0), move(20, 10, 40)]; // newest first

describe("where a window stood", () => {
  it("changes with each movement, and holds in between", () => {
    const known = { movements, before: 10, now: { timeMs: 25, position: 40 } };
    expect(positionsOf(known, 15, 60)).toEqual({ x: [15, 20, 30, 60], y: [10, 40, 0, 0] });
  });
  it("was before its first movement where that began", () => {
    expect(positionsOf({ movements, before: null, now: null }, 0, 60).y[0]).toBe(10);
  });
  it("is where it last said, later than any movement the hub knows", () => {
    const known = { movements, before: 10, now: { timeMs: 50, position: 7 } };
    expect(positionsOf(known, 15, 60)).toEqual({ x: [15, 20, 30, 50, 60], y: [10, 40, 0, 7, 7] });
  });
  it("did not change in a range without movements", () => {
    expect(positionsOf({ movements: [], before: 25, now: null }, 15, 60)).toEqual({
      x: [15, 60],
      y: [25, 25],
    });
  });
  it("is unknown when nobody said", () => {
    expect(positionsOf({ movements: [], before: null, now: null }, 0, 60).x).toEqual([]);
  });
});

describe("window and choice together", () => {
  it("have one time axis", () => {
    const choices = { x: [18, 30], y: [40, 0], low: [30, 0], high: [50, 10] };
    expect(together({ x: [15, 20, 60], y: [10, 40, 40] }, choices)).toEqual({
      x: [15, 18, 20, 30, 60],
      y: [10, 10, 40, 40, 40],
      low: [null, 30, 30, 0, 0],
      high: [null, 50, 50, 10, 10],
      also: [null, 40, 40, 0, 0],
    });
  });
});
