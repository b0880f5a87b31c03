// Tests of the sentence about the whole house.
import { describe, expect, it } from "vitest";
import type { Device } from "../api/types";
import { bandsFor } from "./comfort";
import { houseExceptions, houseSentence, outdoorLine } from "./house";
import { usualUnits } from "../units";
import { outdoorOf, roomsOf } from "./rooms";
import { device, noon, windowAt, withReadings } from "./sample";

const plain = (text: string | null) => text?.replace(/\u00a0/g, " ");
const rooms = (...changes: Partial<Device>[]) =>
  roomsOf(changes.map((change, i) => device({ id: `room_${i + 1}`, ...change })));
const sentence = (...changes: Partial<Device>[]) =>
  houseSentence(rooms(...changes), bandsFor([]), noon);

const humid = withReadings({ humidity: 80 });
const silent = { last_seen_ms: noon - 12 * 60_000 };

describe("the house's sentence", () => {
  it("says when all is well", () => {
    expect(sentence({})).toBe("The room feels good.");
    expect(sentence({}, {})).toBe("Both rooms feel good.");
    expect(sentence({}, {}, {})).toBe("All three rooms feel good.");
  });
  it("tells rooms that are being aired from those that are not", () => {
    const aired = { readings: humid, window: windowAt(85) };
    const shut = { readings: humid, window: windowAt(0) };
    expect(sentence({}, {}, aired)).toBe("Two rooms feel good, one is being aired.");
    expect(sentence({}, shut)).toBe("One room feels good, one is not comfortable.");
    expect(sentence(aired, aired, shut)).toBe("No room feels quite right, two are being aired.");
  });
  it("counts a window on its way to open as airing", () => {
    const opening = windowAt(0, { target: 50, moving: true });
    expect(sentence({}, { readings: humid, window: opening })).toMatch(/one is being aired/);
  });
  it("claims nothing of rooms that are silent", () => {
    expect(sentence({}, {}, silent)).toBe("Two rooms feel good.");
    expect(sentence(silent)).toBe("No room has been heard lately.");
  });
  it("claims nothing of rooms that are not measured now, held or not", () => {
    const readings = withReadings({ humidity: 80 }, noon - 11 * 60_000);
    const window = windowAt(5, { cause: "person", hold_until_ms: noon + 1000 });
    expect(sentence({}, { readings, window })).toBe("One room feels good.");
    expect(sentence({ readings })).toBe("No room has been measured lately.");
  });
  it("waits for first readings", () => {
    expect(sentence({ readings: {} })).toBe("Waiting for the first readings.");
  });
});

describe("exceptions", () => {
  it("name a silent room, or count several", () => {
    expect(plain(houseExceptions(rooms({}, silent), false, noon))).toBe(
      "Room 2 has been silent for 12 min.",
    );
    expect(houseExceptions(rooms(silent, silent), false, noon)).toBe("Two rooms are silent.");
  });
  it("name a room that a hand holds", () => {
    const window = windowAt(5, { cause: "person", hold_until_ms: noon + 1000 });
    expect(houseExceptions(rooms({ window }, {}), false, noon)).toBe("Room 1 is held by hand.");
  });
  it("do not call a paused house held by hand", () => {
    const window = windowAt(5, { cause: "person", hold_until_ms: noon + 1000 });
    expect(houseExceptions(rooms({ window }, { window }), true, noon)).toBe("");
  });
  it("are none in a quiet house", () => expect(houseExceptions(rooms({}), false, noon)).toBe(""));
});

describe("the line for outside", () => {
  it("carries units and the age of its oldest value", () => {
    const readings = withReadings({ temperature: 8.6, humidity: 71 }, noon - 20_000);
    const outdoor = outdoorOf([device({ role: "outdoor", readings })]);
    expect(plain(outdoorLine(outdoor, usualUnits, noon))).toBe("Outside 8.6 °C · 71 % · 20 s ago");
  });
  it("tells rain and wind where they are measured", () => {
    const time_ms = noon - 20_000;
    const readings = {
      temperature: { value: 8.6, unit: "°C", time_ms },
      rain: { value: 1.2, unit: "mm/h", time_ms },
      wind_speed: { value: 4, unit: "m/s", time_ms },
    };
    const outdoor = outdoorOf([device({ role: "outdoor", readings })]);
    expect(plain(outdoorLine(outdoor, usualUnits, noon))).toBe(
      "Outside 8.6 °C · 1.2 mm/h · 4.0 m/s · 20 s ago",
    );
  });
  it("is left out when nothing is known", () => {
    expect(outdoorLine(null, usualUnits, noon)).toBeNull();
    expect(
      outdoorLine(outdoorOf([device({ role: "outdoor", readings: {} })]), usualUnits, noon),
    ).toBeNull();
  });
});
