// Tests of the page's addresses.
import { describe, expect, it } from "vitest";
import { parse, toDevice, toRoom } from "./router";

describe("addresses", () => {
  it("name a page", () => {
    expect(parse("/")).toEqual({ page: "home" });
    expect(parse("/system")).toEqual({ page: "system" });
    expect(parse("/rooms/kitchen")).toEqual({
      page: "room",
      id: "kitchen",
      range: "day",
      zoom: null,
    });
    expect(parse("/rooms/kitchen?range=hour")).toMatchObject({ range: "hour", zoom: null });
    expect(parse("/devices")).toEqual({ page: "devices" });
  });
  it("lead back to what they were made from", () => {
    const id = "Grüne Küche/2";
    const zoom = { fromMs: 1000, toMs: 2000 };
    expect(parse(toRoom(id, "year", zoom))).toEqual({ page: "room", id, range: "year", zoom });
    expect(parse(toDevice(id))).toEqual({ page: "device", id });
  });
  it.each(["/nowhere", "/rooms", "/rooms/a/b", "/system/x"])("know no page at %s", (address) =>
    expect(parse(address)).toEqual({ page: "unknown" }),
  );
  it("survive what cannot be decoded", () => {
    expect(parse("/rooms/50%")).toMatchObject({ page: "room", id: "50%" });
  });
});
