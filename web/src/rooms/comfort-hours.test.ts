// Tests of how long a room was comfortable.
import { describe, expect, it } from "vitest";
import type { Point, Series } from "../api/types";
import { hour, minute } from "../format";
import { comfortHours } from "./comfort-hours";
import { bandsFor, type Metric } from "./comfort";

const noon = new Date(2026, 10, 23, 12, 0).getTime();
const step = 10 * minute;
const usual = bandsFor([]);

function means(metric: Metric, fromMs: number, ...values: (number | null)[]): Series {
  const points = values.flatMap((value, i): Point[] =>
    value === null ? [] : [[fromMs + i * step, value, value, value, 60]],
  );
  return { device: "study", metric, unit: "", step: "10m", points };
}

describe("a room's comfort", () => {
  it("is counted in the band of each metric, with what it was outside", () => {
    const found = comfortHours(
      { temperature: means("temperature", noon, 18, 21, 22, 27, 28, 22) },
      usual,
      noon,
      noon + hour,
    );
    expect(found.metrics).toEqual([
      {
        metric: "temperature",
        insideMs: 3 * step,
        outside: [
          { word: "cool", ms: step },
          { word: "warm", ms: 2 * step },
        ],
      },
    ]);
    expect(found).toMatchObject({ insideMs: 3 * step, measuredMs: hour, missingMs: 0 });
  });

  it("is together only while everything that was measured was inside", () => {
    const found = comfortHours(
      {
        temperature: means("temperature", noon, 22, 22, 30),
        humidity: means("humidity", noon, 80, 50, 50),
      },
      usual,
      noon,
      noon + 3 * step,
    );
    expect(found.insideMs).toBe(step);
    expect(found.metrics.map(({ insideMs }) => insideMs)).toEqual([2 * step, 2 * step]);
  });

  it("says what was not measured, and nothing of what has no sensor", () => {
    const found = comfortHours(
      { temperature: means("temperature", noon, 22, null, null, 22) },
      usual,
      noon,
      noon + 6 * step,
    );
    expect(found).toMatchObject({ measuredMs: 2 * step, missingMs: 4 * step });
    expect(found.metrics.map(({ metric }) => metric)).toEqual(["temperature"]);
    expect(comfortHours({}, usual, noon, noon + hour)).toEqual({
      insideMs: 0,
      measuredMs: 0,
      missingMs: hour,
      metrics: [],
    });
  });

  it("counts of a mean only what lies in the time asked about", () => {
    const found = comfortHours(
      { temperature: means("temperature", noon, 30, 22, 22) },
      usual,
      noon + 8 * minute,
      noon + 21 * minute,
    );
    expect(found).toMatchObject({ insideMs: 11 * minute, measuredMs: 13 * minute, missingMs: 0 });
    expect(found.metrics[0]?.outside).toEqual([{ word: "warm", ms: 2 * minute }]);
  });

  it("takes sound by the limit of day and night", () => {
    const evening = new Date(2026, 10, 23, 21, 50).getTime();
    const { metrics } = comfortHours(
      { sound_volume: means("sound_volume", evening, 40, 40) },
      usual,
      evening,
      evening + 2 * step,
    );
    expect(metrics[0]).toMatchObject({ insideMs: step, outside: [{ word: "loud", ms: step }] });
  });
});
