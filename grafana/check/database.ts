// The database under test: rows in as the writer, questions as the reader, over its HTTP interface.
import type { Month } from "./month.js";

export interface Answer {
  columns: { name: string; type: string }[];
  rows: unknown[][];
}

const address = process.env["LUFT_TEST_CLICKHOUSE_URL"] ?? "";
export const isThere = address !== "";

async function ask(user: "reader" | "writer", sql: string, body: string): Promise<string> {
  const password = process.env[`LUFT_TEST_${user.toUpperCase()}_PASSWORD`] ?? "";
  const answer = await fetch(`${address}/?wait_end_of_query=1&query=${encodeURIComponent(sql)}`, {
    method: "POST",
    headers: { "X-ClickHouse-User": `luft_${user}`, "X-ClickHouse-Key": password },
    body,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${text.slice(0, 600)}\n--- ${sql}`);
  return text;
}

/** As the reader, over what Grafana's user may: a question and its whole answer. */
export async function answerTo(sql: string): Promise<Answer> {
  const password = process.env["LUFT_TEST_READER_PASSWORD"] ?? "";
  const answer = await fetch(`${address}/?wait_end_of_query=1&default_format=JSONCompact`, {
    method: "POST",
    headers: { "X-ClickHouse-User": "luft_reader", "X-ClickHouse-Key": password },
    body: sql,
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${text.slice(0, 600)}\n--- ${sql}`);
  const parsed = JSON.parse(text) as { meta: Answer["columns"]; data: unknown[][] };
  return { columns: parsed.meta, rows: parsed.data };
}

const times = new Set(["time", "received", "registered_at", "last_seen", "updated"]);

function line(row: object): string {
  const values = Object.entries(row).map(([name, value]): [string, unknown] => [
    name,
    times.has(name) ? ((value as number) / 1000).toFixed(3) : value,
  ]);
  return JSON.stringify(Object.fromEntries(values));
}

/** Puts every row of the month where the hub would have; the rollups follow by themselves. */
export async function fill(month: Month): Promise<void> {
  const tables: [table: string, rows: object[]][] = [
    ["readings", month.readings.map((row, index) => ({ ...row, boot: 1, seq: index + 1 }))],
    ["predictions", month.predictions],
    ["window_actions", month.window_actions],
    [
      "wishes",
      month.wishes.map((row, index) => ({ ...row, id: String(index), temp: 21, humidity: 50 })),
    ],
    ["devices", month.devices.map((row) => ({ ...row, updated: row.last_seen }))],
    ["device_events", month.device_events],
    ["service_metrics", month.service_metrics.map((row) => ({ ...row, service: "hub" }))],
    ["service_events", month.service_events.map((row) => ({ ...row, service: "hub" }))],
    ["quarantine", month.quarantine],
  ];
  for (const [table, rows] of tables) {
    await ask("writer", `INSERT INTO luft.${table} FORMAT JSONEachRow`, rows.map(line).join("\n"));
  }
}
