// Tests of what a chart shows by itself.
import { describe, expect, it } from "vitest";
import type { Unanswered } from "../api/types";
import { decisionFor } from "../rooms/sample";
import { linesOf, marksOf, merge, stepsOf, turnsOf } from "./choices";

const at = (time_ms: number, position: number) =>
  decisionFor(position, { time_ms, request_id: `r${time_ms}` });
// Newest first, as the hub gives them.
const decisions = [at(50, 0), at(40, 40), at(30, 41), at(20, 40), at(10, 10)];

describe("turns", () => {
  it("gather decisions for about the same position", () => {
    expect(
      turnsOf(decisions).map((turn) => [turn.from, turn.decision.time_ms, turn.count]),
    ).toEqual([
      [40, 50, 1],
      [10, 20, 3],
      [null, 10, 1],
    ]);
  });
  it("do not creep: each is compared with the first of its turn", () => {
    expect(turnsOf([at(3, 14), at(2, 12), at(1, 10)])).toHaveLength(2);
  });
});

describe("the lines of a list", () => {
  const silent = (time_ms: number): Unanswered => ({ ...at(time_ms, 0), position: null });
  it("tell what was not answered between the turns, once for each silence", () => {
    const unanswered = [silent(45), silent(38), silent(35), silent(5)];
    const lines = linesOf(decisions, unanswered).map((line) =>
      line.kind === "turn"
        ? line.turn.decision.time_ms
        : `${line.silence.asked.time_ms} ×${line.silence.count}`,
    );
    expect(lines).toEqual([50, "45 ×1", "35 ×2", 20, 10, "5 ×1"]);
  });
});

describe("merging decisions", () => {
  it("keeps each once, newest first", () => {
    const merged = merge([at(20, 1), at(10, 2)], [at(30, 3), at(20, 1)]);
    expect(merged.map((each) => each.time_ms)).toEqual([30, 20, 10]);
  });
});

describe("two of one decision", () => {
  it("become the one that knows its outcome, whichever came first", () => {
    const done = { ...at(10, 2), outcome: "moved" };
    expect(merge([done], [at(10, 2)])).toEqual([done]);
    expect(merge([at(10, 2)], [done])).toEqual([done]);
  });
});

describe("steps", () => {
  it("hold each choice until the next, the last until now", () => {
    const { x, y } = stepsOf(decisions, 60);
    expect(x).toEqual([10, 20, 30, 40, 50, 60]);
    expect(y).toEqual([10, 40, 41, 40, 0, 0]);
  });
  it("are none without decisions", () => expect(stepsOf([], 60).x).toEqual([]));
});

describe("marks", () => {
  const turns = turnsOf([at(100, 50), at(30, 0), at(20, 40), at(10, 0)]);
  const marks = marksOf(turns, (ms) => ms, 90, 15);
  it("merge where they would touch", () => {
    expect(marks.map((mark) => [mark.left, mark.turns.length])).toEqual([
      [10, 1 + 1],
      [30, 1],
    ]);
  });
  it("leave out what is not in view", () => {
    expect(marks.flatMap((mark) => mark.turns.map((turn) => turn.decision.time_ms))).not.toContain(
      100,
    );
  });
});
