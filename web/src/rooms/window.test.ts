// Tests of what a window's report means.
import { describe, expect, it } from "vitest";
import { faultOf, isStuck } from "./window";
import { noon, windowAt } from "./sample";

describe("a window", () => {
  it("is stuck when its device says so, wherever it stands", () => {
    const window = windowAt(35, { fault: "did_not_move", time_ms: noon });
    expect(faultOf(window, noon)).toBe("did_not_move");
    expect(isStuck({ ...window, moving: true }, noon)).toBe(true);
  });
  it("is stuck for a fault that only its device has a word for", () => {
    expect(faultOf(windowAt(35, { fault: "gear_broken" }), noon)).toBe("stopped_short");
  });
  it("is stuck when it rests away from its target for more than a moment", () => {
    const window = windowAt(35, { target: 0, time_ms: noon });
    expect(faultOf(window, noon + 11_000)).toBe("stopped_short");
    expect(isStuck(window, noon + 9_000)).toBe(false);
    expect(isStuck({ ...window, moving: true }, noon + 11_000)).toBe(false);
  });
  it("is well where it should be, and where its device never heard of faults", () => {
    expect(isStuck(windowAt(35, { fault: null }), noon + 60_000)).toBe(false);
    expect(isStuck(windowAt(35), noon + 60_000)).toBe(false);
  });
});
