// Tests of units: what is measured stays the same, however it is written.
import { describe, expect, it } from "vitest";
import type { Series } from "./api/types";
import { parseUnits, perUnit, quantity, seriesIn, unitOf, usualUnits, type Units } from "./units";

const fahrenheit: Units = { ...usualUnits, temperature: "°F" };
const plain = (text: string) => text.replace(/\s/g, " ");

describe("a quantity", () => {
  it("is written in the chosen unit, as exact as it was measured", () => {
    expect(plain(quantity("temperature", 22.5, usualUnits))).toBe("22.5 °C");
    expect(plain(quantity("temperature", 22.5, fahrenheit))).toBe("72.5 °F");
    expect(plain(quantity("temperature", -40, fahrenheit))).toBe("−40.0 °F");
    expect(plain(quantity("wind_speed", 10, { ...usualUnits, wind_speed: "km/h" }))).toBe(
      "36 km/h",
    );
    expect(plain(quantity("pressure", 1013.25, { ...usualUnits, pressure: "inHg" }))).toBe(
      "29.92 inHg",
    );
    expect(plain(quantity("co2", 1080, fahrenheit))).toBe("1 080 ppm");
  });
  it("comes back from what was typed", () => {
    const unit = unitOf("temperature", fahrenheit);
    expect(unit.back(unit.of(21.4))).toBeCloseTo(21.4, 10);
  });
  it("is a smaller difference than it is a temperature", () => {
    expect(perUnit("temperature", fahrenheit)).toBeCloseTo(1.8, 10);
    expect(perUnit("humidity", fahrenheit)).toBe(1);
  });
});

describe("a series", () => {
  const series: Series = {
    device: "study",
    metric: "temperature",
    unit: "°C",
    step: "10m",
    points: [[0, 22.5, 20, 25, 120]],
  };
  it("is in the chosen unit with its extremes, and keeps its counts", () => {
    expect(seriesIn(series, fahrenheit)).toMatchObject({
      unit: "°F",
      points: [[0, 72.5, 68, 77, 120]],
    });
    const raw: Series = { ...series, step: "raw", points: [[0, 21.4]] };
    expect(seriesIn(raw, fahrenheit).points).toEqual([[0, 70.52]]);
  });
  it("is the same one in the hub's own unit", () => {
    expect(seriesIn(series, usualUnits)).toBe(series);
  });
});

describe("kept units", () => {
  it("are read back, one by one", () => {
    expect(parseUnits(JSON.stringify(fahrenheit))).toEqual(fahrenheit);
    expect(parseUnits('{"temperature":"°F","rain":"furlongs"}')).toEqual(fahrenheit);
  });
  it("are the hub's own where they are not understood", () => {
    for (const text of [null, "", "null", "[]", "{", '"°F"']) {
      expect(parseUnits(text)).toEqual(usualUnits);
    }
  });
});
