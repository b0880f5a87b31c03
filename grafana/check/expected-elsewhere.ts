// What the variable, the annotations and the alert rules must get.
import {
  chosen,
  each,
  grouped,
  inRange,
  latest,
  one,
  quantile,
  secondsBetween,
  sum,
  type Expectation,
} from "./expectation.js";

const newestOf =
  (name: string): Expectation =>
  (month, asking) =>
    one(
      inRange(month.service_metrics, asking).filter((row) => row.name === name),
      (rows) => ({ value: latest(rows).value }),
    );

export const elsewhereExpectations: Record<string, Expectation> = {
  Device: (month) =>
    month.devices
      .map(({ device, name }) => ({ device, text: name }))
      .sort((a, b) => (a.text < b.text ? -1 : 1)),
  "Model changes": (month, asking) => {
    const step = 1000 * Math.max(600, asking.interval_s);
    const decided = inRange(month.predictions, asking).filter(({ model }) => model !== "");
    const steps = [...grouped(decided, ({ time }) => Math.floor(time / step) * step)]
      .map(([time, group]) => ({ time: Number(time), model: latest(group).model }))
      .sort((a, b) => a.time - b.time);
    return steps.flatMap(({ time, model }, index) => {
      const before = steps[index - 1];
      if (before === undefined || before.model === model) return [];
      return [{ time, text: `Model ${model} in force`, tags: "model" }];
    });
  },
  "Moves by hand": (month, asking) =>
    chosen(month.window_actions, asking)
      .filter(({ cause }) => cause === "person")
      .sort((a, b) => a.time - b.time)
      .slice(0, 500)
      .map(({ time, device, from_pct, to_pct }) => ({
        time,
        text: `${device}: ${Math.round(from_pct)} → ${Math.round(to_pct)} % by hand`,
        tags: "override",
      })),
};

export const alertExpectations: Record<string, Expectation> = {
  "A part of Luft is down": (month, asking) =>
    each(
      inRange(month.service_metrics, asking).filter(({ name }) => name === "luft_health"),
      ({ labels }) => labels["part"] ?? "",
      (group, part) => ({ part, value: latest(group).value }),
    ),
  "The hub says nothing": (month, asking) =>
    one(
      inRange(month.service_metrics, asking).filter(
        ({ name }) => name === "luft_hub_messages_total",
      ),
      (rows) => ({
        value: secondsBetween(latest(rows).time, asking.range.to.getTime()),
      }),
    ),
  "A device is silent": (month, asking) => {
    const heard = new Set(inRange(month.readings, asking).map(({ device }) => device));
    return each(
      month.devices,
      (row) => row.device,
      (_, device) => ({ device, value: heard.has(device) ? 0 : 1 }),
    );
  },
  "Readings were lost": (month, asking) =>
    one(
      inRange(month.service_metrics, asking).filter(({ name }) => name === "luft_hub_lost_total"),
      (rows) => ({ value: sum(rows.map(({ value }) => value)) }),
    ),
  "The database falls behind": newestOf("luft_hub_journal_readings"),
  "The model does not answer": (month, asking) => {
    const asked = inRange(month.predictions, asking);
    if (asked.length < 5) return [];
    return [{ value: asked.filter(({ position }) => position === null).length / asked.length }];
  },
  "Decisions are slow": (month, asking) => {
    const latencies = inRange(month.predictions, asking).flatMap(({ latency_ms }) =>
      latency_ms === null ? [] : [latency_ms],
    );
    return latencies.length < 5 ? [] : [{ value: quantile(latencies, 0.95) }];
  },
};
