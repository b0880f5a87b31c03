// Tests of readings beyond comfort.
import { describe, expect, it } from "vitest";
import { otherReadingsOf } from "./other-readings";
import { usualUnits } from "../units";
import { noon, room } from "./sample";

const reading = (value: number, unit: string) => ({ value, unit, time_ms: noon - 1000 });

describe("readings beyond comfort", () => {
  it("are shown with the hub's units when a device sends them", () => {
    const readings = {
      temperature: reading(22, "°C"),
      wind_speed: reading(3.25, "m/s"),
      pressure: reading(1001.8, "hPa"),
      illuminance: reading(1250, "lx"),
      rain: reading(0.4, "mm/h"),
    };
    const plain = otherReadingsOf(room({ readings }), usualUnits).map(({ metric, text }) => [
      metric,
      text.replace(/\s/g, " "),
    ]);
    expect(plain).toEqual([
      ["pressure", "1 002 hPa"],
      ["illuminance", "1 250 lx"],
      ["rain", "0.4 mm/h"],
      ["wind_speed", "3.3 m/s"],
    ]);
  });
  it("are none where none is measured, and a radio's level is none", () => {
    expect(otherReadingsOf(room({ readings: { rssi: reading(-60, "dBm") } }), usualUnits)).toEqual(
      [],
    );
  });
});
