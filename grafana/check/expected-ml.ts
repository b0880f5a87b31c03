// What the panels of the model metrics must show.
import type { Asking } from "../source/macros.js";
import {
  chosen,
  each,
  grouped,
  latest,
  mean,
  one,
  quantile,
  series,
  sum,
  together,
  type Expectation,
} from "./expectation.js";
import { confidences, decisions } from "./expected-overview.js";
import type { Month, Prediction } from "./month.js";

const latencies = (rows: Prediction[]) =>
  rows.flatMap(({ latency_ms }) => (latency_ms === null ? [] : [latency_ms]));

const overrides = (month: Month, asking: Asking) =>
  chosen(month.window_actions, asking).filter(({ cause }) => cause === "person");

interface Hand {
  time: number;
  chosen: number;
  decided: Prediction;
}

/** What people chose, with the last decision for that window before it, of any time. */
function hands(month: Month, asking: Asking): Hand[] {
  return chosen(month.wishes, asking).flatMap(({ time, device, position }) => {
    const before = month.predictions.filter(
      (each) => each.device === device && each.position !== null && each.time <= time,
    );
    return before.length === 0 ? [] : [{ time, chosen: position, decided: latest(before) }];
  });
}

/** Pearson's correlation of the pairs that have both; 0 where it is not defined. */
function correlation(pairs: [number | null, number | null][]): number {
  const known = pairs.filter((pair): pair is [number, number] => !pair.includes(null));
  const [x, y] = [mean(known.map(([a]) => a)), mean(known.map(([, b]) => b))];
  const along = sum(known.map(([a, b]) => (a - x) * (b - y)));
  const spread = Math.sqrt(
    sum(known.map(([a]) => (a - x) ** 2)) * sum(known.map(([, b]) => (b - y) ** 2)),
  );
  return spread === 0 ? NaN : along / spread;
}

const distance = ({ chosen: hand, decided }: Hand) => Math.abs(hand - (decided.position ?? NaN));

function histogram<T>(
  rows: T[],
  bin: (row: T) => number,
  columns: (bin: number, count: number) => ReturnType<Expectation>[number],
): ReturnType<Expectation> {
  return [...grouped(rows, bin)]
    .sort(([a], [b]) => Number(a) - Number(b))
    .map(([name, group]) => columns(Number(name), group.length));
}

export const mlExpectations: Record<string, Expectation> = {
  "Model in force": (month, asking) =>
    one(decisions(month, asking), (rows) => ({ model: latest(rows).model })),
  "Requests answered": (month, asking) =>
    one(chosen(month.predictions, asking), (rows) => ({
      value: rows.filter(({ position }) => position !== null).length / rows.length,
    })),
  "Latency, slowest 5 %": (month, asking) =>
    one(latencies(decisions(month, asking)), (rows) => ({ value: quantile(rows, 0.95) })),
  "Overrides per 100 decisions": (month, asking) =>
    one(decisions(month, asking), (rows) => ({
      value: (100 * overrides(month, asking).length) / rows.length,
    })),
  Coverage: (month, asking) =>
    one(hands(month, asking), (rows) => ({
      value: mean(
        rows.map(({ chosen: hand, decided: { low, high } }) =>
          low !== null && high !== null && hand >= low && hand <= high ? 1 : 0,
        ),
      ),
    })),
  "Distance to the hand": (month, asking) =>
    one(hands(month, asking), (rows) => ({ value: mean(rows.map(distance)) })),
  "Predictions by device": (month, asking) =>
    series(
      decisions(month, asking),
      asking.interval_s,
      (row) => row.device,
      (group, device) => ({ device, value: group.length }),
    ),
  "Confidence, how often": (month, asking) =>
    histogram(
      confidences(decisions(month, asking)),
      (confidence) => Math.min(19, Math.floor(confidence * 20)),
      (bin, count) => ({ confidence: `${5 * bin}–${5 * bin + 5} %`, decisions: count }),
    ),
  "Inference latency": (month, asking) =>
    series(decisions(month, asking), asking.interval_s, together, (group) => ({
      middle: quantile(latencies(group), 0.5),
      slowest_5: quantile(latencies(group), 0.95),
      slowest_1: quantile(latencies(group), 0.99),
    })),
  "Positions chosen by the model": (month, asking) =>
    histogram(
      decisions(month, asking),
      ({ position }) => Math.floor((position ?? NaN) / 10),
      (bin, count) => ({ position: `${10 * bin} %`, decisions: count }),
    ),
  "What became of decisions": (month, asking) =>
    series(
      chosen(month.predictions, asking),
      asking.interval_s,
      (row) => row.outcome.split(":")[0] ?? "",
      (group, what) => ({ what, value: group.length }),
    ),
  "What moves with the decision": (month, asking) => {
    const rows = decisions(month, asking);
    if (rows.length < 2) return [];
    const features: [string, (row: Prediction) => number | null][] = [
      ["temperature", (row) => row.temp],
      ["humidity", (row) => row.humidity],
      ["sound", (row) => row.volume],
      ["outdoors", (row) => row.outdoor_temp],
    ];
    return features
      .map(([feature, of]) => ({
        feature,
        correlation: Number(correlation(rows.map((row) => [of(row), row.position])).toFixed(4)),
      }))
      .filter(({ correlation: value }) => Number.isFinite(value));
  },
  "Confidence by model": (month, asking) =>
    series(
      decisions(month, asking),
      asking.interval_s,
      (row) => row.model,
      (group, model) => ({ model, value: mean(confidences(group)) }),
    ),
  "Overrides by device": (month, asking) =>
    series(
      overrides(month, asking),
      asking.interval_s,
      (row) => row.device,
      (group, device) => ({ device, value: group.length }),
    ),
  "Distance to the hand, how often": (month, asking) =>
    histogram(
      hands(month, asking),
      (hand) => Math.min(9, Math.floor(distance(hand) / 10)),
      (bin, count) => ({ distance: `${10 * bin}–${10 * bin + 10}`, choices: count }),
    ),
  "How wide low to high is": (month, asking) =>
    series(decisions(month, asking), asking.interval_s, together, (group) => ({
      width: mean(group.map(({ low, high }) => (high ?? NaN) - (low ?? NaN))),
    })),
  Models: (month, asking) =>
    each(
      decisions(month, asking),
      (row) => row.model,
      (group, model) => ({
        model,
        first: Math.min(...group.map(({ time }) => time)),
        last: latest(group).time,
        decisions: group.length,
        confidence: mean(confidences(group)),
        latency: quantile(latencies(group), 0.95),
      }),
    ),
};
