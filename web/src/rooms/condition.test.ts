// Tests of which state word a room gets.
import { describe, expect, it } from "vitest";
import { bandsFor } from "./comfort";
import { conditionOf, type ConditionFacts } from "./condition";
import { roomsOf } from "./rooms";
import { device, noon, room, windowAt, withReadings } from "./sample";

const held = { cause: "person", hold_until_ms: noon + 1000 } as const;
const stuck = { target: 80, time_ms: noon - 60_000 };
const humid = { readings: withReadings({ humidity: 80 }) };
const facts = { byYou: false, paused: false, bands: bandsFor([]), nowMs: noon };
const word = (change: Parameters<typeof device>[0], known: Partial<ConditionFacts> = {}) =>
  conditionOf(room(change), { ...facts, ...known }).word.replace(/\u00a0/g, " ");

describe("the state word", () => {
  it("is a fault before anything else", () => {
    const change = { ...humid, online: false, window: windowAt(35, { ...held, ...stuck }) };
    expect(word(change)).toBe("Window stuck");
  });
  it("is silence before a hold", () => {
    const change = { ...humid, last_seen_ms: noon - 12 * 60_000, window: windowAt(5, held) };
    expect(word(change)).toBe("Silent for 12 min");
  });
  it("is a hold before comfort, with whose hand it was", () => {
    expect(word({ ...humid, window: windowAt(5, held) })).toBe("Held by hand");
    expect(word({ window: windowAt(5, held) }, { byYou: true })).toBe("Held by you");
  });
  it("is the pause of the house before a hold, and not where there is no window", () => {
    expect(word({ ...humid, window: windowAt(5, held) }, { paused: true })).toBe("Paused");
    expect(word({ window: windowAt(5) }, { paused: true })).toBe("Paused");
    expect(word({ window: null, has_window: false }, { paused: true })).toBe("Comfortable");
    expect(word({ window: windowAt(35, stuck) }, { paused: true })).toBe("Window stuck");
  });
  it("is the worst comfort word", () => {
    expect(word({ readings: withReadings({ temperature: 26.5, humidity: 85 }) })).toBe("Humid");
    expect(word({ readings: withReadings({ temperature: 35, humidity: 65 }) })).toBe("Warm");
  });
  it("is Comfortable when nothing is outside", () => expect(word({})).toBe("Comfortable"));
  it("claims no comfort without readings", () => {
    expect(word({ readings: {} })).toBe("Waiting for readings");
  });
  it("claims nothing by readings that are no longer of now", () => {
    const old = noon - 11 * 60_000;
    expect(word({ readings: withReadings({ temperature: 35 }, old) })).toBe(
      "No readings for 11 min",
    );
    const both = { ...withReadings({ temperature: 35 }, old), ...withReadings({ humidity: 50 }) };
    expect(word({ readings: both })).toBe("Comfortable");
  });
  it("claims nothing by readings of a device that went silent, though the window speaks", () => {
    const sensor = { readings: withReadings({ humidity: 85 }), online: false, window: null };
    const [only] = roomsOf([
      device({ id: "window", room: "bath", readings: {} }),
      device({ id: "sensor", room: "bath", has_window: false, ...sensor }),
    ]);
    expect(only && conditionOf(only, facts).kind).toBe("unknown");
  });
  it("does not take a window between two messages for stuck", () => {
    expect(word({ window: windowAt(35, { target: 80, time_ms: noon - 2000 }) })).toBe(
      "Comfortable",
    );
    expect(word({ window: windowAt(35, { ...stuck, moving: true }) })).toBe("Comfortable");
  });
  it("forgets a hold that has ended", () => {
    expect(word({ window: windowAt(5, { ...held, hold_until_ms: noon - 1 }) })).toBe("Comfortable");
  });
});
