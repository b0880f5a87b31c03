// What the panels of the system overview must show.
import {
  chosen,
  each,
  inRange,
  latest,
  mean,
  newestFirst,
  one,
  pick,
  readingStep,
  secondsBetween,
  series,
  sum,
  type Expectation,
} from "./expectation.js";
import type { Action, Month, Prediction, Reading } from "./month.js";
import type { Asking } from "../source/macros.js";

const ten_minutes = 600_000;

function lately(month: Month, { range }: Asking): Reading[] {
  const to = range.to.getTime();
  return month.readings.filter(({ time }) => time > to - ten_minutes && time <= to);
}

interface Position {
  time: number;
  device: string;
  position: number;
}

export function positions(month: Month, asking: Asking): Position[] {
  return [
    ...chosen(month.predictions, asking).map(({ time, device, position_before }) => ({
      time,
      device,
      position: position_before,
    })),
    ...chosen(month.window_actions, asking).map(({ time, device, to_pct }) => ({
      time,
      device,
      position: to_pct,
    })),
  ];
}

export const decisions = (month: Month, asking: Asking): Prediction[] =>
  chosen(month.predictions, asking).filter(({ position }) => position !== null);

export const confidences = (rows: Prediction[]) => rows.map(({ confidence }) => confidence ?? NaN);

export const means =
  (metric: string): Expectation =>
  (month, asking) =>
    series(
      chosen(month.readings, asking).filter((row) => row.metric === metric),
      readingStep(asking),
      (row) => row.device,
      (group, device) => ({ device, value: mean(group.map(({ value }) => value)) }),
    );

export const positionNow: Expectation = (month, asking) =>
  each(
    positions(month, asking),
    (row) => row.device,
    (group, device) => ({ device, value: latest(group).position }),
  );

export const positionOverTime: Expectation = (month, asking) =>
  series(
    positions(month, asking),
    asking.interval_s,
    (row) => row.device,
    (group, device) => ({ device, value: Math.round(latest(group).position) }),
  );

/** Rates of the hub's counters: their increases in each step, over the step. */
export const rates =
  (labels: Record<string, string>, per_s: number): Expectation =>
  (month, asking) => {
    const step = Math.max(60, asking.interval_s);
    return series(
      inRange(month.service_metrics, asking).filter(({ name }) => name in labels),
      step,
      (row) => labels[row.name] ?? "",
      (group, what) => ({ what, value: (per_s * sum(group.map(({ value }) => value))) / step }),
    );
  };

const valueOf = (group: Reading[], metric: string): number | null => {
  const rows = group.filter((row) => row.metric === metric);
  return rows.length === 0 ? null : latest(rows).value;
};

const houseNow: Expectation = (month, asking) =>
  each(
    chosen(month.readings, asking).filter(({ metric }) =>
      ["temperature", "humidity", "sound_volume"].includes(metric),
    ),
    (row) => row.device,
    (group, device) => ({
      device,
      temperature: valueOf(group, "temperature"),
      humidity: valueOf(group, "humidity"),
      sound: valueOf(group, "sound_volume"),
      heard: secondsBetween(latest(group).time, asking.range.to.getTime()),
    }),
  );

export const overviewExpectations: Record<string, Expectation> = {
  "Devices heard": (month, asking) =>
    one(lately(month, asking), (rows) => ({
      value: new Set(rows.map(({ device }) => device)).size,
    })),
  "Devices silent": (month, asking) => {
    const heard = new Set(lately(month, asking).map(({ device }) => device));
    return [{ value: month.devices.filter(({ device }) => !heard.has(device)).length }];
  },
  "Readings a minute": (month, asking) =>
    one(lately(month, asking), (rows) => ({ value: rows.length / 10 })),
  "Windows open": (month, asking) =>
    one(positionNow(month, asking), (rows) => ({
      value: rows.filter(({ value }) => (value as number) >= 1).length,
    })),
  Decisions: (month, asking) => one(decisions(month, asking), (rows) => ({ value: rows.length })),
  "How sure, on average": (month, asking) =>
    one(decisions(month, asking), (rows) => ({ value: mean(confidences(rows)) })),
  "How far each window is open": positionNow,
  "Every device now": houseNow,
  Temperature: means("temperature"),
  Humidity: means("humidity"),
  Sound: means("sound_volume"),
  "Windows over time": positionOverTime,
  "Message throughput": rates(
    { luft_hub_messages_total: "messages", luft_hub_readings_total: "readings" },
    1,
  ),
  "Readings by metric": (month, asking) => {
    const step = Math.max(600, readingStep(asking));
    return series(
      chosen(month.readings, asking),
      step,
      (row) => row.metric,
      (group, metric) => ({ metric, value: (60 * group.length) / step }),
    );
  },
  "Recent predictions": (month, asking) =>
    newestFirst(chosen(month.predictions, asking), 50).map(
      pick<Prediction>(
        "time",
        "device",
        "temp",
        "humidity",
        "volume",
        "position",
        "confidence",
        "outcome",
        "reason",
      ),
    ),
  "Movements by cause": (month, asking) =>
    each(
      chosen(month.window_actions, asking),
      (row) => row.cause,
      (group, cause) => ({ cause, movements: group.length }),
    ),
  "Moves by hand": (month, asking) =>
    newestFirst(
      chosen(month.window_actions, asking).filter(({ cause }) => cause === "person"),
      50,
    ).map(pick<Action>("time", "device", "from_pct", "to_pct", "temp", "humidity")),
};
