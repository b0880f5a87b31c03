// Tests of until when all windows are paused.
import { describe, expect, it } from "vitest";
import type { System } from "../api/types";
import { isPausesOwn, pauseOf, pausedUntil } from "./pause";
import { device, noon, windowAt } from "./sample";

const held = (until: number) => windowAt(10, { cause: "person", hold_until_ms: noon + until });

describe("the house", () => {
  it("is paused until the first of its held windows is free", () => {
    const all = [device({ window: held(9000) }), device({ id: "b", window: held(5000) })];
    expect(pausedUntil(all, noon)).toBe(noon + 5000);
  });
  it("is not paused while one window is Luft's", () => {
    expect(pausedUntil([device({ window: held(9000) }), device({ id: "b" })], noon)).toBeNull();
  });
  it("is not kept unpaused by a window that cannot be told, nor paused without any", () => {
    const away = device({ id: "b", online: false });
    expect(pausedUntil([device({ window: held(9000) }), away], noon)).toBe(noon + 9000);
    expect(pausedUntil([device({ window: null })], noon)).toBeNull();
  });
});

describe("a pause that the hub keeps", () => {
  it("counts as the hub says it, whatever hands hold", () => {
    const airing = { paused: true, since_ms: noon, until_ms: noon + 1, by: "api" };
    const told = (paused: boolean) => ({ airing: { ...airing, paused } }) as System;
    expect(pauseOf(told(true), [device()], noon)).toEqual(airing);
    expect(pauseOf(told(false), [device({ window: held(9000) })], noon)).toBeNull();
    expect(pauseOf(null, [device({ window: held(9000) })], noon)).toMatchObject({
      paused: true,
      by: null,
    });
  });
});

describe("a hold during a pause", () => {
  const airing = { paused: true, since_ms: noon, until_ms: noon + 7_200_000, by: "api" };
  const isOwn = (until: number) => isPausesOwn(held(until), airing, noon);
  it("is the pause's own when it ends with it, or later", () => {
    expect([7_199_000, 7_200_000, 9_000_000].map(isOwn)).toEqual([true, true, true]);
  });
  it("is a person's when it ends before, and none when nothing is held or paused", () => {
    expect(isOwn(3_600_000)).toBe(false);
    expect(isPausesOwn(windowAt(10), airing, noon)).toBe(false);
    expect(isPausesOwn(held(7_200_000), null, noon)).toBe(false);
  });
});
