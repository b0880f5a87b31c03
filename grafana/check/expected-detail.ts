// What the panels of the device detail must show.
import {
  chosen,
  each,
  latest,
  mean,
  newestFirst,
  pick,
  quantile,
  readingStep,
  secondsBetween,
  series,
  together,
  type Expectation,
} from "./expectation.js";
import {
  confidences,
  decisions,
  means,
  positionNow,
  positionOverTime,
} from "./expected-overview.js";
import type { Action, DeviceEvent, Prediction } from "./month.js";

const newest =
  (metric: string): Expectation =>
  (month, asking) =>
    each(
      chosen(month.readings, asking).filter((row) => row.metric === metric),
      (row) => row.device,
      (group, device) => ({ device, value: latest(group).value }),
    );

const band =
  (metric: string): Expectation =>
  (month, asking) =>
    series(
      chosen(month.readings, asking).filter((row) => row.metric === metric),
      readingStep(asking),
      together,
      (group) => {
        const values = group.map(({ value }) => value);
        return { mean: mean(values), lowest: Math.min(...values), highest: Math.max(...values) };
      },
    );

export const detailExpectations: Record<string, Expectation> = {
  "Last heard": (month, asking) =>
    each(
      chosen(month.readings, asking),
      (row) => row.device,
      (group, device) => ({
        device,
        value: secondsBetween(latest(group).time, asking.range.to.getTime()),
      }),
    ),
  "Temperature now": newest("temperature"),
  "Humidity now": newest("humidity"),
  "Sound now": newest("sound_volume"),
  "Window now": positionNow,
  "Readings in the range": (month, asking) =>
    each(
      chosen(month.readings, asking),
      (row) => row.device,
      (group, device) => ({ device, value: group.length }),
    ),
  "Temperature: mean, lowest, highest": band("temperature"),
  "Humidity: mean, lowest, highest": band("humidity"),
  "Sound volume: mean, lowest, highest": band("sound_volume"),
  "Carbon dioxide": means("co2"),
  "Position history": positionOverTime,
  "Prediction timeline": (month, asking) =>
    series(decisions(month, asking), asking.interval_s, together, (group) => {
      const { position, low, high } = latest(group);
      return { position, low, high };
    }),
  "How sure": (month, asking) =>
    series(
      decisions(month, asking),
      asking.interval_s,
      (row) => row.device,
      (group, device) => ({ device, value: mean(confidences(group)) }),
    ),
  "Delivery delay, last day of the range": (month, asking) => {
    const since = asking.range.to.getTime() - 86_400_000;
    return series(
      chosen(month.readings, asking).filter(({ time }) => time > since),
      asking.interval_s,
      together,
      (group) => {
        const delays = group.map(({ time, received }) => (received - time) / 1000);
        return { middle: quantile(delays, 0.5), slowest: quantile(delays, 0.95) };
      },
    );
  },
  "Decisions and their reasons": (month, asking) =>
    newestFirst(chosen(month.predictions, asking), 200).map(
      pick<Prediction>(
        "time",
        "device",
        "trigger",
        "temp",
        "humidity",
        "volume",
        "position_before",
        "position",
        "low",
        "high",
        "confidence",
        "reason",
        "outcome",
        "model",
      ),
    ),
  "Movements and their causes": (month, asking) =>
    newestFirst(chosen(month.window_actions, asking), 200).map(
      pick<Action>(
        "time",
        "device",
        "from_pct",
        "to_pct",
        "cause",
        "confidence",
        "temp",
        "humidity",
        "sound_volume",
        "reason",
      ),
    ),
  "What the device reported": (month, asking) =>
    newestFirst(chosen(month.device_events, asking), 200).map(
      pick<DeviceEvent>("time", "device", "event", "detail"),
    ),
};
