// Tests of what a chart writes for a spreadsheet.
import { describe, expect, it } from "vitest";
import { csvOf, rowsOfSeries } from "./csv";

describe("a chart as CSV", () => {
  it("has times that any program reads, and all that means stand for", () => {
    const rows = rowsOfSeries({
      device: "kitchen",
      metric: "temperature",
      unit: "°C",
      step: "10m",
      points: [[0, 21.5, 21, 22, 60]],
    });
    expect(csvOf(rows)).toBe(
      "time,temperature (°C),lowest,highest,readings\r\n1970-01-01T00:00:00.000Z,21.5,21,22,60\r\n",
    );
  });

  it("quotes what would be read as something else", () => {
    expect(csvOf([['a "b"', "c,d", null]])).toBe('"a ""b""","c,d",\r\n');
  });
});
