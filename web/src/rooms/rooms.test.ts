// Tests of how devices become rooms.
import { expect, describe, it } from "vitest";
import { outdoorOf, readingOf, roomsOf, sensorsOf, withUnchanged } from "./rooms";
import { device, noon, windowAt, withReadings } from "./sample";

const sensor = (change = {}) => device({ has_window: false, window: null, ...change });

describe("rooms", () => {
  it("stay in one order, by name, numbers as numbers", () => {
    const ids = ["room_10", "attic", "room_2"];
    const names = (list: string[]) => roomsOf(list.map((id) => device({ id }))).map((r) => r.name);
    expect(names(ids)).toEqual(["Attic", "Room 2", "Room 10"]);
    expect(names([...ids].reverse())).toEqual(names(ids));
  });
  it("gather all devices of a place", () => {
    const [only, ...more] = roomsOf([
      device({ id: "w1", room: "kitchen" }),
      sensor({ id: "s1", room: "kitchen" }),
    ]);
    expect(more).toEqual([]);
    expect(only).toMatchObject({ id: "kitchen", name: "Kitchen", windowDevice: { id: "w1" } });
  });
  it("become a card for each of several windows", () => {
    const rooms = roomsOf([
      device({ id: "w1", name: "north", room: "hall" }),
      device({ id: "w2", name: "south", room: "hall" }),
      sensor({ id: "s1", room: "hall" }),
    ]);
    expect(rooms.map((room) => [room.id, room.name])).toEqual([
      ["w1", "Hall, North"],
      ["w2", "Hall, South"],
    ]);
    expect(rooms[0]?.devices.map((each) => each.id)).toEqual(["w1", "s1"]);
  });
  it("are called as people typed them, and as a title where that is only an id", () => {
    const names = (...rooms: string[]) => rooms.map((room) => roomsOf([device({ room })])[0]?.name);
    expect(names("Wohn-Ess-Zimmer", "wc / Bad", "living_room-2")).toEqual([
      "Wohn-Ess-Zimmer",
      "wc / Bad",
      "Living room 2",
    ]);
  });
  it("name a device without a place after itself", () => {
    expect(roomsOf([device({ id: "cellar", room: "" })])[0]?.name).toBe("Cellar");
  });
  it("do not include what is outdoors", () => {
    const outdoor = device({ id: "garden", role: "outdoor" });
    expect(roomsOf([outdoor])).toEqual([]);
    expect(outdoorOf([outdoor, device()])?.devices).toEqual([outdoor]);
    expect(outdoorOf([device()])).toBeNull();
  });
  it("stay the same objects while nothing in them changes", () => {
    const [hall, attic] = [device({ id: "hall" }), device({ id: "attic" })];
    const before = roomsOf([hall, attic]);
    const news = { ...hall, last_seen_ms: hall.last_seen_ms + 1 };
    const now = withUnchanged(before, roomsOf([news, attic]));
    expect(now.map((room) => room === before.find(({ id }) => id === room.id))).toEqual([
      true,
      false,
    ]);
    expect(now[1]?.windowDevice).toBe(news);
    const more = withUnchanged(before, roomsOf([hall, attic, sensor({ id: "s", room: "hall" })]));
    expect(more[1]?.devices.length).toBe(2);
  });
  it("have a window once one has spoken, even if the device never said so", () => {
    const [only] = roomsOf([device({ has_window: null, window: windowAt(5) })]);
    expect(only?.windowDevice).not.toBeNull();
  });
});

describe("a room's reading", () => {
  const humid = (value: number, timeMs: number) => withReadings({ humidity: value }, timeMs);
  it("is that of the window's own device, whichever spoke last", () => {
    const [only] = roomsOf([
      sensor({ id: "a", room: "x", readings: humid(50, noon - 1000) }),
      device({ id: "b", room: "x", readings: humid(40, noon - 9000) }),
    ]);
    expect(only && readingOf(only, "humidity")).toMatchObject({ value: 40, device: "b" });
    expect(only && sensorsOf(only, ["humidity", "co2"])).toBe("b/");
  });
  it("is else that of the first by id, for as long as that speaks", () => {
    const of = (id: string, timeMs: number) =>
      sensor({ id, room: "x", readings: humid(timeMs - noon, timeMs) });
    const [steady] = roomsOf([of("b", noon), of("a", noon - 9000)]);
    expect(steady && readingOf(steady, "humidity")?.device).toBe("a");
    const [gone] = roomsOf([of("b", noon), of("a", noon - 11 * 60_000)]);
    expect(gone && readingOf(gone, "humidity")?.device).toBe("b");
  });
  it("is null where nothing measures it", () => {
    const [only] = roomsOf([device()]);
    expect(only && readingOf(only, "co2")).toBeNull();
  });
});
