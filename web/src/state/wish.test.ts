// Tests of a wish from asked to there.
import { describe, expect, it } from "vitest";
import { noon, windowAt } from "../rooms/sample";
import {
  advance,
  ask,
  hasNoAnswer,
  heed,
  isOver,
  isUnanswered,
  undoOf,
  type Want,
  type Wish,
} from "./wish";

const to60: Want = { kind: "hold", position: 60, holdS: 7200 };
const before = windowAt(10, { time_ms: noon - 5000 });
const asked = (want: Want = to60, window = before) => ask("study", "Study", want, window, noon);
const holdAt = (position: number, change = {}) =>
  windowAt(position, {
    cause: "person",
    hold_until_ms: noon + 7_200_000,
    time_ms: noon + 200,
    ...change,
  });

describe("a wish to hold", () => {
  it("is not done by what the device said before it", () => {
    expect(advance(asked(), before)?.phase).toBe("asked");
  });
  it("moves when the device says so, and is there when it says so", () => {
    const moving = advance(asked(), holdAt(10, { target: 60, moving: true }));
    expect(moving?.phase).toBe("moving");
    expect(advance(moving as Wish, holdAt(60))?.phase).toBe("there");
  });
  it("is answered by a position that a limit of the device changed", () => {
    expect(advance(asked(), holdAt(10, { target: 45, moving: true }))?.phase).toBe("moving");
  });
  it("is not answered by an earlier hold, reported once more", () => {
    const earlier = holdAt(20, { time_ms: noon - 5000 });
    const again = { ...earlier, time_ms: noon + 100, hold_until_ms: noon + 7_201_000 };
    expect(advance(asked(to60, earlier), again)?.phase).toBe("asked");
  });
  it("is refused with the guard's reason", () => {
    const guard = windowAt(0, { cause: "guard", reason: "hazard: rain", time_ms: noon + 100 });
    expect(advance(asked(), guard)).toMatchObject({ phase: "refused", refusal: "hazard: rain" });
  });
  it("has had its time when the hold ends", () => {
    const there = { ...asked(), phase: "there" } as const;
    expect(advance(there, windowAt(60, { time_ms: noon + 9000 }))).toBeUndefined();
  });
  it("is not another's hold, though that comes later", () => {
    const done = advance(asked(), holdAt(60)) as Wish;
    const repeated = holdAt(60, { hold_until_ms: noon + 7_201_000, time_ms: noon + 9000 });
    expect(advance(done, repeated)?.phase).toBe("there");
    const others = holdAt(20, { hold_until_ms: noon + 9_000_000, time_ms: noon + 9000 });
    expect(advance(done, others)).toBeUndefined();
  });
  it("is not answered by what comes after a minute", () => {
    const late = holdAt(60, { time_ms: noon + 60_001 });
    expect(advance(asked(), late)?.phase).toBe("asked");
    expect(isUnanswered(asked(), noon + 59_999)).toBe(false);
    expect(isUnanswered(asked(), noon + 60_000)).toBe(true);
  });
  it("is no news any more after ten minutes, unless it was done", () => {
    const refused = { ...asked(), phase: "refused" } as const;
    expect(isOver(refused, noon + 599_999)).toBe(false);
    expect([asked(), refused].map((wish) => isOver(wish, noon + 600_000))).toEqual([true, true]);
    expect(isOver({ ...asked(), phase: "there" }, noon + 600_000)).toBe(false);
  });
  it("is refused by an event of its device, but not by one from before", () => {
    const reason = "the window is locked";
    const event = { time_ms: noon + 300, event: "refused", reason, request_id: null };
    expect(heed(asked(), event)).toMatchObject({ phase: "refused", refusal: event.reason });
    expect(heed({ ...asked(), heardMs: event.time_ms }, event).phase).toBe("asked");
    expect(heed(asked(), { ...event, event: "identified" }).phase).toBe("asked");
    expect(heed(asked(), { ...event, time_ms: noon + 61_000 }).phase).toBe("asked");
    expect(heed({ ...asked(), phase: "there" }, event).phase).toBe("there");
  });
  it("waits five seconds before it says that no answer came", () => {
    expect(hasNoAnswer(asked(), noon + 4999)).toBe(false);
    expect(hasNoAnswer(asked(), noon + 5000)).toBe(true);
    expect(hasNoAnswer({ ...asked(), phase: "there" }, noon + 9000)).toBe(false);
  });
});

describe("a wish to hand back", () => {
  const release: Want = { kind: "release" };
  it("is there when the hold is gone", () => {
    const wish = asked(release, holdAt(60, { time_ms: noon - 1 }));
    expect(advance(wish, holdAt(60))?.phase).toBe("asked");
    const free = windowAt(60, { cause: "person", time_ms: noon + 300 });
    expect(advance(wish, free)?.phase).toBe("there");
  });
});

describe("undo", () => {
  it("gives the window back to Luft when Luft had it", () => {
    expect(undoOf(asked(), noon)).toEqual({ kind: "release" });
  });
  it("restores an earlier hold with its remaining time", () => {
    const earlier = holdAt(20, { hold_until_ms: noon + 600_000 });
    const wish = asked(to60, earlier);
    expect(undoOf(wish, noon + 60_000)).toEqual({ kind: "hold", position: 20, holdS: 540 });
  });
  it("does not restore a hold that would have ended by now", () => {
    const earlier = holdAt(20, { hold_until_ms: noon + 600_000 });
    expect(undoOf(asked(to60, earlier), noon + 600_001)).toEqual({ kind: "release" });
  });
});
