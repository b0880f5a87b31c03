// Tests of what counts as late or silent.
import { describe, expect, it } from "vitest";
import { intervalKey, isLate, isSilent, learnInterval, learnIntervals } from "./freshness";
import { device, noon, room, withReadings } from "./sample";

describe("late readings", () => {
  it("are older than three of the sensor's own intervals", () => {
    expect(isLate(noon - 90_000, 30_000, noon)).toBe(false);
    expect(isLate(noon - 90_001, 30_000, noon)).toBe(true);
  });
  it("are not called late for a hiccup of seconds", () => {
    expect(isLate(noon - 14_000, 1000, noon)).toBe(false);
    expect(isLate(noon - 16_000, 1000, noon)).toBe(true);
  });
  it("get three minutes while the interval is unknown", () => {
    expect(isLate(noon - 179_000, undefined, noon)).toBe(false);
    expect(isLate(noon - 181_000, undefined, noon)).toBe(true);
  });
});

describe("learning an interval", () => {
  it("follows a shorter one at once", () => expect(learnInterval(60_000, 5000)).toBe(5000));
  it("does not take a gap for the new normal", () => {
    expect(learnInterval(5000, 300_000)).toBeLessThan(45_000);
  });
  it("compares a metric with its own earlier reading", () => {
    const before = device({
      readings: withReadings({ humidity: 40, temperature: 20 }, noon - 8000),
    });
    const now = device({ readings: withReadings({ humidity: 41 }, noon) });
    expect(learnIntervals({}, before, now)).toEqual({ [intervalKey("study", "humidity")]: 8000 });
  });
  it("learns nothing from a device seen for the first time, or a reading seen before", () => {
    const known = { a: 1 };
    expect(learnIntervals(known, undefined, device())).toBe(known);
    expect(learnIntervals(known, device(), device())).toBe(known);
  });
});

describe("silence", () => {
  it("is ten minutes without a word", () => {
    expect(isSilent(room({ last_seen_ms: noon - 600_000 }), noon)).toBe(false);
    expect(isSilent(room({ last_seen_ms: noon - 600_001 }), noon)).toBe(true);
  });
  it("is at once when the broker or the hub says so", () => {
    expect(isSilent(room({ online: false }), noon)).toBe(true);
    expect(isSilent(room({ status: "inactive" }), noon)).toBe(true);
    expect(isSilent(room({ online: null }), noon)).toBe(false);
  });
});
