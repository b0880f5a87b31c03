// Tests of the marks of what hands and the guard did.
import { describe, expect, it } from "vitest";
import type { MoveCause, Movement } from "../api/types";
import { otherMarksOf } from "./other-marks";

const move = (time_ms: number, cause: MoveCause): Movement => ({
  time_ms,
  cause,
  from: 0,
  to: 50,
  reason: null,
});
const marks = (...movements: Movement[]) =>
  otherMarksOf(movements, (ms) => ms, 100).map(({ left, movements: all }) => [left, all.length]);

describe("marks of others", () => {
  it("join where they would touch, each cause for itself", () => {
    expect(
      marks(move(50, "person"), move(15, "guard"), move(8, "person"), move(5, "person")),
    ).toEqual([
      [5, 2],
      [15, 1],
      [50, 1],
    ]);
  });
  it("leave out Luft's own choices, and what is not in view", () => {
    expect(marks(move(120, "person"), move(20, "control"), move(-1, "guard"))).toEqual([]);
  });
});
