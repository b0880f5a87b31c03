// Tests of comfort bands and the word for being outside them.
import { describe, expect, it } from "vitest";
import { bandsFor, fieldsOf, judge, onTrack } from "./comfort";

const at = (hours: number, minutes = 0) => new Date(2026, 10, 23, hours, minutes).getTime();

const noon = at(12);
const usual = bandsFor([]);

describe("comfort bands", () => {
  it("follow the running mean of the outdoors, as what the model works for does", () => {
    const at = (meanC: number) => bandsFor([{ fromMs: 0, meanC }]).at("temperature", noon);
    expect(at(15)).toEqual({ low: 19.8, high: 26.8 });
    expect(at(25)).toEqual({ low: 23.1, high: 30.1 });
    expect(at(-5)).toEqual({ low: 18.1, high: 25.1 }); // the model of the standard ends at 10 °C
    expect(at(40)).toEqual({ low: 24.7, high: 31.7 });
    expect(usual.at("temperature", noon)).toEqual(at(-5));
  });
  it("let humidity reach from 30 to 70 %", () => {
    expect(usual.at("humidity", noon)).toEqual({ low: 30, high: 70 });
  });
  it("are quieter from 22:00 to 7:00", () => {
    expect(usual.at("sound_volume", at(21, 59)).high).toBe(45);
    expect(usual.at("sound_volume", at(22)).high).toBe(35);
    expect(usual.at("sound_volume", at(6, 59)).high).toBe(35);
    expect(usual.at("sound_volume", at(7)).high).toBe(45);
  });
});

describe("judging a value", () => {
  const band = { low: 20, high: 26 };
  it("finds the limits themselves comfortable", () => {
    expect(judge("temperature", 20, band).word).toBeNull();
    expect(judge("temperature", 26, band).word).toBeNull();
  });
  it("says what it is outside of them", () => {
    expect(judge("temperature", 26.1, band).word).toBe("warm");
    expect(judge("temperature", 19.9, band).word).toBe("cool");
    expect(judge("co2", 1200, { low: null, high: 1000 }).word).toBe("stuffy");
  });
  it("judges what is shown: 26.04 reads as 26.0", () => {
    expect(judge("temperature", 26.04, band).word).toBeNull();
  });
  it("weighs metrics against each other", () => {
    const warm = judge("temperature", 27, band).steps;
    const veryHumid = judge("humidity", 90, { low: 30, high: 60 }).steps;
    expect(veryHumid).toBeGreaterThan(warm);
  });
});

describe("the track", () => {
  it("is linear", () => expect(onTrack("temperature", 22)).toBe(50));
  it("keeps extremes at its ends", () => {
    expect(onTrack("temperature", -10)).toBe(0);
    expect(onTrack("humidity", 120)).toBe(100);
  });
});

describe("comfort fields of a chart", () => {
  it("are one for what does not change by night", () => {
    expect(fieldsOf("humidity", usual, at(0), at(23))).toHaveLength(1);
  });
  it("turn with each day's running mean for temperature", () => {
    const means = [15, 15, 25].map((meanC, i) => ({ fromMs: at(6 + i), meanC }));
    const fields = fieldsOf("temperature", bandsFor(means), at(6), at(23));
    expect(fields.map((field) => [field.fromMs, field.toMs, field.band.high])).toEqual([
      [at(6), at(8), 26.8],
      [at(8), at(23), 30.1],
    ]);
  });
  it("turn at 7:00 and 22:00 for sound", () => {
    const fields = fieldsOf("sound_volume", usual, at(6), at(23));
    expect(fields.map((field) => [field.fromMs, field.toMs, field.band.high])).toEqual([
      [at(6), at(7), 35],
      [at(7), at(22), 45],
      [at(22), at(23), 35],
    ]);
  });
  it("cover the whole time without overlap", () => {
    const fields = fieldsOf("sound_volume", usual, at(3), at(3) + 5 * 86_400_000);
    for (const [i, field] of fields.entries()) {
      expect(field.toMs).toBe(fields[i + 1]?.fromMs ?? at(3) + 5 * 86_400_000);
    }
  });
});
