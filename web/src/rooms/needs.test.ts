// Tests of what needs a person, and what another try is.
import { describe, expect, it } from "vitest";
import { needsOf } from "./needs";
import { device, noon, windowAt } from "./sample";
import { roomsOf } from "./rooms";

const needs = (...devices: ReturnType<typeof device>[]) =>
  needsOf(roomsOf(devices), devices, null, noon);
const stuck = (id: string, change: Parameters<typeof windowAt>[1]) =>
  device({ id, room: id, window: windowAt(35, { fault: "stopped_short", ...change }) });

describe("what needs a person", () => {
  it("is nothing while all is well", () => expect(needs(device())).toEqual([]));

  it("is what has lasted longest, then names that two devices claim", () => {
    const found = needs(
      device({ id: "attic", room: "attic", contested: true }),
      stuck("study", { time_ms: noon - 1000 }),
      stuck("kitchen", { time_ms: noon - 5000 }),
    );
    expect(found.map((need) => (need.kind === "stuck" ? need.room.id : need.device.id))).toEqual([
      "kitchen",
      "study",
      "attic",
    ]);
  });

  it("is tried again as what it was: a hand's wish, a search, or Luft's own next choice", () => {
    const retry = (change: Parameters<typeof windowAt>[1]) => {
      const [need] = needs(stuck("study", change));
      return need?.kind === "stuck" && need.retry;
    };
    const held = { cause: "person", hold_until_ms: noon + 1 } as const;
    expect(retry(held)).toBe("hold");
    expect(retry({ ...held, hold_until_ms: noon - 1 })).toBe("none");
    expect(retry({ cause: "control" })).toBe("none");
    expect(retry({ ...held, fault: "limit_not_found" })).toBe("measure");
  });

  it("is tried again later while it is held by the pause of the house, not by a hand", () => {
    const until_ms = noon + 7_200_000;
    const pause = { paused: true, since_ms: noon, until_ms, by: "api" };
    const window = { cause: "person", hold_until_ms: until_ms } as const;
    const devices = [stuck("study", window)];
    const [need] = needsOf(roomsOf(devices), devices, pause, noon);
    expect(need).toMatchObject({ retry: "later" });
  });
});
