// The hub of the simulated month: its numbers every few minutes, its troubles, and what it could
// not understand.
import { day, end, hour, minute, round, start } from "./month-rows.js";
import type { Month } from "./month-rows.js";

const counters: [name: string, most: number][] = [
  ["luft_hub_messages_total", 900],
  ["luft_hub_readings_total", 700],
  ["luft_hub_requests_total", 12],
  ["luft_hub_controls_total", 12],
  ["luft_hub_receipts_total", 60],
  ["luft_hub_inserts_total", 200],
  ["luft_hub_insert_failures_total", 1.2],
  ["luft_hub_duplicates_total", 3],
  ["luft_hub_dropped_total", 1.5],
  ["luft_hub_let_go_total", 1.2],
  ["luft_hub_lost_total", 1.05],
  ["luft_hub_quarantined_total", 1.3],
  ["luft_hub_refused_total", 1.1],
  ["luft_hub_unanswered_total", 1.1],
];

function serve(time: number, random: () => number, month: Month): void {
  const put = (name: string, value: number, labels: Record<string, string> = {}) =>
    month.service_metrics.push({ time, name, labels, value });
  for (const [name, most] of counters) put(name, Math.floor(random() * most));
  put("luft_hub_journal_readings", Math.floor(random() * 400));
  put("luft_hub_waiting_messages", Math.floor(random() * 5));
  put("luft_hub_insert_seconds_p50", round(0.004 + 0.004 * random(), 5));
  put("luft_hub_insert_seconds_p99", round(0.02 + 0.05 * random(), 5));
  put("luft_alarm", random() < 0.02 ? 1 : 0, { name: "database_away" });
  put("luft_alarm", 0, { name: "journal_full" });
  const troubled = random() < 0.03;
  put("luft_health", troubled ? 2 : 0, { part: "database" });
  put("luft_health", random() < 0.02 ? 1 : 0, { part: "broker" });
  put("luft_health", 0, { part: "journal" });
  if (!troubled) return;
  month.service_events.push({
    time,
    level: "alarm",
    event: "database_away",
    message: "raised: the database does not answer",
  });
}

export function run(random: () => number, month: Month): void {
  for (let at = start + 11_000; at < end;) {
    serve(at + Math.floor(random() * 500), random, month);
    at += at < end - 2 * day ? 10 * minute : minute;
  }
  for (let at = start + 40 * minute; at < end; at += 25 * minute + Math.floor(random() * hour)) {
    const device = random() < 0.3 ? "" : "kitchen";
    const topic = device === "" ? "nobody/knows" : `sensor/${device}/temperature`;
    month.quarantine.push({
      time: at,
      device,
      topic,
      head: "warm",
      bytes: 4,
      reason: "wrong_type",
    });
  }
}
