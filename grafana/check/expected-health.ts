// What the panels of the system health must show.
import type { Asking } from "../source/macros.js";
import {
  chosen,
  each,
  grouped,
  inRange,
  latest,
  newestFirst,
  one,
  quantile,
  secondsBetween,
  series,
  sum,
  together,
  type Expectation,
} from "./expectation.js";
import { rates } from "./expected-overview.js";
import type { Month, ServiceMetric } from "./month.js";

function named(month: Month, asking: Asking, name: string): ServiceMetric[] {
  return inRange(month.service_metrics, asking).filter((row) => row.name === name);
}

const partOf = ({ labels }: ServiceMetric) => labels["part"] ?? "";
const highest = (rows: { value: number }[]) => Math.max(...rows.map(({ value }) => value));

const levels =
  (labels: Record<string, string>): Expectation =>
  (month, asking) =>
    series(
      inRange(month.service_metrics, asking).filter(({ name }) => name in labels),
      Math.max(60, asking.interval_s),
      (row) => labels[row.name] ?? "",
      (group, what) => ({ what, value: latest(group).value }),
    );

export const healthExpectations: Record<string, Expectation> = {
  Parts: (month, asking) =>
    each(named(month, asking, "luft_health"), partOf, (group, part) => ({
      part,
      state: latest(group).value,
    })),
  Backlog: (month, asking) =>
    one(named(month, asking, "luft_hub_journal_readings"), (rows) => ({
      value: latest(rows).value,
    })),
  "Readings lost": (month, asking) =>
    one(named(month, asking, "luft_hub_lost_total"), (rows) => ({
      value: sum(rows.map(({ value }) => value)),
    })),
  "Not understood": (month, asking) => [{ value: inRange(month.quarantine, asking).length }],
  "Alarms on": (month, asking) =>
    one(named(month, asking, "luft_alarm"), (rows) => ({
      value: sum(
        [...grouped(rows, ({ labels }) => labels["name"] ?? "").values()].map(
          (alarm) => latest(alarm).value,
        ),
      ),
    })),
  "Parts over time": (month, asking) =>
    series(named(month, asking, "luft_health"), asking.interval_s, partOf, (group, part) => ({
      part,
      state: highest(group),
    })),
  "MQTT messages": rates(
    {
      luft_hub_messages_total: "in",
      luft_hub_requests_total: "requests to the model",
      luft_hub_controls_total: "controls from the model",
      luft_hub_receipts_total: "receipts to devices",
    },
    1,
  ),
  "Backlog over time": levels({
    luft_hub_journal_readings: "readings in the journal",
    luft_hub_waiting_messages: "messages in memory",
  }),
  "Database: time of an insert": levels({
    luft_hub_insert_seconds_p50: "middle",
    luft_hub_insert_seconds_p99: "slowest 1 %",
  }),
  "Database: inserts and failures": rates(
    { luft_hub_inserts_total: "inserts", luft_hub_insert_failures_total: "failures" },
    60,
  ),
  "Readings that went another way": rates(
    {
      luft_hub_duplicates_total: "came twice",
      luft_hub_dropped_total: "dropped",
      luft_hub_let_go_total: "come again",
      luft_hub_lost_total: "lost",
    },
    60,
  ),
  Errors: rates(
    {
      luft_hub_quarantined_total: "not understood",
      luft_hub_refused_total: "refused at a limit",
      luft_hub_unanswered_total: "not answered by the model",
    },
    60,
  ),
  "Control path": (month, asking) =>
    series(
      inRange(month.predictions, asking).filter(({ latency_ms }) => latency_ms !== null),
      asking.interval_s,
      together,
      (group) => {
        const latencies = group.map(({ latency_ms }) => latency_ms ?? NaN);
        return { middle: quantile(latencies, 0.5), slowest: quantile(latencies, 0.99) };
      },
    ),
  "Not understood, by device": (month, asking) =>
    series(
      inRange(month.quarantine, asking),
      asking.interval_s,
      ({ device }) => (device === "" ? "no device" : device),
      (group, sender) => ({ sender, value: group.length }),
    ),
  "Last seen": (month, asking) =>
    each(
      chosen(month.readings, asking),
      (row) => row.device,
      (group, device) => {
        const known = month.devices.find((row) => row.device === device);
        const last_seen = latest(group).time;
        return {
          device,
          room: known?.room ?? "",
          status: known?.status ?? "",
          last_seen,
          silent: secondsBetween(last_seen, asking.range.to.getTime()),
          readings: group.length,
        };
      },
    ).sort((a, b) => (a["last_seen"] as number) - (b["last_seen"] as number)),
  "What the services said": (month, asking) =>
    newestFirst(inRange(month.service_events, asking), 500).map(
      ({ time, level, event, message }) => ({
        timestamp: time,
        body: `${event}: ${message}`,
        level,
      }),
    ),
  "Messages that nobody understood": (month, asking) =>
    newestFirst(inRange(month.quarantine, asking), 200).map(
      ({ time, device, topic, reason, head, bytes }) => ({
        time,
        device,
        topic,
        reason,
        begins: head,
        bytes,
      }),
    ),
};
