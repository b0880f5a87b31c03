// Tests of the page's addresses.
import { describe, expect, it } from "vitest";
import { parse, toRoom } from "./router";

describe("addresses", () => {
  it("name a page", () => {
    expect(parse("/")).toEqual({ page: "home" });
    expect(parse("/system")).toEqual({ page: "system" });
    expect(parse("/rooms/kitchen")).toEqual({ page: "room", id: "kitchen", range: "day" });
    expect(parse("/rooms/kitchen?range=hour")).toMatchObject({ range: "hour" });
  });
  it("lead back to what they were made from", () => {
    const id = "Grüne Küche/2";
    expect(parse(toRoom(id, "hour"))).toEqual({ page: "room", id, range: "hour" });
  });
  it.each(["/nowhere", "/rooms", "/rooms/a/b", "/system/x"])("know no page at %s", (address) =>
    expect(parse(address)).toEqual({ page: "unknown" }),
  );
  it("survive what cannot be decoded", () => {
    expect(parse("/rooms/50%")).toMatchObject({ page: "room", id: "50%" });
  });
});
