// Tests of a learned taste in words.
import { describe, expect, it } from "vitest";
import type { LearnedTaste } from "../api/types";
import { parseUnits, usualUnits } from "../units";
import { tasteInWords, tasteOf } from "./taste";

const nowMs = new Date(2025, 10, 20, 12).getTime();
const none = { quiet: 0, fresh: 0, warm: 0, thrift: 0, warmer_k: 0, wider: 0 };
const taste = (change: Partial<LearnedTaste>): LearnedTaste => ({
  device: "bedroom",
  since_ms: new Date(2025, 10, 12, 3).getTime(),
  wishes: 6,
  ...none,
  ...change,
});
const said = (change: Partial<LearnedTaste>, units = usualUnits) =>
  tasteInWords(taste(change), units, nowMs).replace(/\u00a0/g, " ");

describe("a learned taste", () => {
  it("says what people want, from what it was learned, and since when", () => {
    expect(said({ warmer_k: -0.8 })).toBe(
      "likes it 0.8 K cooler, learned from 6 of your moves, since 12 Nov",
    );
    expect(said({ warmer_k: 1, wishes: 1 })).toMatch(
      /^likes it 1\.0 K warmer, learned from one of your moves, since/,
    );
    expect(said({ warmer_k: 1, wishes: null })).toMatch(/, learned from your moves, since/);
  });
  it("says no more than the two strongest, and nothing that is hardly there", () => {
    expect(said({ warmer_k: -0.8, wider: 0.9, thrift: -0.5, quiet: 0.2 })).toMatch(
      /^likes it with the window further open and less thrifty with heat, /,
    );
    expect(said({ quiet: 0.1 })).toMatch(/^likes it much as most people do, /);
  });
  it("tells the difference in the viewer's unit", () => {
    expect(said({ warmer_k: -0.8 }, parseUnits('{"temperature":"°F"}'))).toMatch(
      /^likes it 1\.4 °F cooler, /,
    );
  });
  it("is nothing where nothing was learned", () => {
    expect(tasteOf(undefined, "bedroom")).toBeNull();
    expect(tasteOf([taste({})], undefined)).toBeNull();
    expect(tasteOf([taste({})], "bedroom")?.wishes).toBe(6);
  });
});
