// Tests of numbers, ages and times as people read them.
import { describe, expect, it } from "vitest";
import * as f from "./format";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ").replace(/\u2060/g, "");

describe("numbers", () => {
  it("groups thousands with a thin space", () => {
    expect(f.number(1080)).toBe("1\u202f080");
    expect(f.number(1234567)).toBe("1\u202f234\u202f567");
    expect(f.number(999)).toBe("999");
  });
  it("has no more digits than asked for", () => expect(f.number(21.449, 1)).toBe("21.4"));
  it("groups before the decimal point only", () => {
    expect(f.number(12345.678, 3)).toBe("12\u202f345.678");
  });
  it("writes a real minus sign", () => expect(f.number(-3.04, 1)).toBe("−3.0"));
  it("never writes minus zero", () => expect(f.number(-0.04, 1)).toBe("0.0"));
  it("keeps a unit on the line of its number", () => expect(f.percent(40)).toBe("40\u00a0%"));
  it("joins a range with an en dash", () => expect(plain(f.percentRange(30, 50))).toBe("30–50 %"));
  it("does not make a range of one value", () => expect(plain(f.percentRange(0, 0.2))).toBe("0 %"));
  it("scales bytes", () => {
    expect(plain(f.bytes(0))).toBe("0 B");
    expect(plain(f.bytes(10_400))).toBe("10 kB");
    expect(plain(f.bytes(6_230_000_000))).toBe("6.2 GB");
  });
});

describe("durations and ages", () => {
  it("amounts of time are hours and minutes, hours alone when there are many", () => {
    const amount = (ms: number) => plain(f.span(ms));
    expect(amount(0)).toBe("0 min");
    expect(amount(40 * f.minute)).toBe("40 min");
    expect(amount(19 * f.hour + 20 * f.minute)).toBe("19 h 20 min");
    expect(amount(2 * f.hour)).toBe("2 h");
    expect(amount(1200 * f.hour + 20 * f.minute)).toBe("1 200 h");
  });
  it.each([
    [0, "0 s"],
    [59_999, "59 s"],
    [60_000, "1 min"],
    [12 * 60_000 + 59_000, "12 min"],
    [47 * 3_600_000, "47 h"],
    [48 * 3_600_000, "2 days"],
  ])("%i ms reads %s", (ms, text) => expect(plain(f.duration(ms))).toBe(text));

  it("says an age up to an hour, then a time", () => {
    const now = new Date(2026, 10, 23, 15, 0).getTime();
    expect(plain(f.age(now - 4000, now))).toBe("4 s ago");
    expect(f.age(now - 2 * f.hour, now)).toBe(f.time(now - 2 * f.hour));
  });
  it("adds the date when it was another day", () => {
    const now = new Date(2026, 10, 23, 1, 0).getTime();
    expect(f.age(now - 2 * f.hour, now)).toContain("22 Nov");
  });
  it("adds the year when it was another one", () => {
    const now = new Date(2026, 0, 1, 1, 0).getTime();
    const before = new Date(2025, 11, 31, 23, 0).getTime();
    expect(f.date(before, now)).toBe("31 Dec 2025");
    expect(f.date(now, now)).toBe("1 Jan");
    expect(f.moment(before, now)).toBe(`31 Dec 2025 ${f.time(before)}`);
  });
  it("names the hub's day, whatever the viewer's", () => {
    const day = Date.UTC(2026, 10, 23);
    expect(f.utcDate(day, day)).toBe("23 Nov");
    expect(f.utcDate(day, Date.UTC(2027, 0, 1))).toBe("23 Nov 2026");
  });
  it("does not speak of the future when clocks differ a little", () => {
    expect(plain(f.age(1500, 1000))).toBe("0 s ago");
  });
});

describe("names", () => {
  it("makes a title of an identifier", () =>
    expect(f.title("living_room-2")).toBe("Living room 2"));
  it("shortens a model's name to its version", () => {
    expect(["luft-0.2.0", "0.2.0", "luft-mine"].map(f.modelVersion)).toEqual([
      "0.2.0",
      "0.2.0",
      "luft-mine",
    ]);
  });
  it("counts in words up to twelve", () => {
    expect(f.inWords(3)).toBe("three");
    expect(f.inWords(13)).toBe("13");
  });
});
