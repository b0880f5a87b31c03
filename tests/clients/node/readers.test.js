// The official client for Node as luft_reader. Started by clients_test.cpp, which fills a database
// and says in the environment where it is.
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { createClient } from "@clickhouse/client";

const client = createClient({
  url: `http://${process.env.LUFT_TEST_CLICKHOUSE_HTTP}`,
  username: "luft_reader",
  password: process.env.LUFT_TEST_READER_PASSWORD,
  database: "luft",
});
after(() => client.close());

async function rows(query, query_params = {}) {
  const answer = await client.query({ query, query_params, format: "JSONEachRow" });
  return answer.json();
}

test("reads readings", async () => {
  const read = await rows(
    "SELECT device, metric, value, toUInt32(seq) AS seq FROM luft.readings " +
      "WHERE device = {device:String} ORDER BY time",
    { device: "kitchen" },
  );
  assert.deepEqual(
    read,
    [21, 22, 23].map((value, i) => ({
      device: "kitchen",
      metric: "temperature",
      value,
      seq: i + 1,
    })),
  );
});

test("reads readings as a stream", async () => {
  const answer = await client.query({
    query: "SELECT value FROM readings WHERE device = 'kitchen' ORDER BY time",
    format: "JSONEachRow",
  });
  const values = [];
  for await (const batch of answer.stream()) {
    for (const row of batch) values.push(row.json().value);
  }
  assert.deepEqual(values, [21, 22, 23]);
});

test("finds what there is", async () => {
  const tables = (await rows("SHOW TABLES FROM luft")).map((row) => row.name);
  for (const table of ["readings", "readings_1h", "predictions", "window_actions", "wishes"]) {
    assert.ok(tables.includes(table), `${table} is not among ${tables}`);
  }
});

test("is refused writes", async () => {
  const insert = client.insert({
    table: "luft.quarantine",
    values: [{ topic: "x" }],
    format: "JSONEachRow",
  });
  await assert.rejects(insert, { type: "ACCESS_DENIED" });
  for (const query of [
    "TRUNCATE TABLE luft.readings",
    "DROP TABLE luft.readings",
    "CREATE TABLE luft.mine (x Int8) ENGINE = Memory",
  ]) {
    await assert.rejects(client.command({ query }), { type: /ACCESS_DENIED|READONLY/ }, query);
  }
});

test("meets its limits", async () => {
  // Sent once it is whole: the client cannot read a refusal that two chunks of an answer share.
  const tooMany = client.query({
    query: "SELECT number FROM numbers(2000000)",
    clickhouse_settings: { wait_end_of_query: 1 },
  });
  await assert.rejects(tooMany, { type: "TOO_MANY_ROWS_OR_BYTES" });
  await assert.rejects(
    rows("SELECT count() FROM numbers(3000000000) WHERE NOT ignore(number)"),
    { type: "TOO_MANY_ROWS" },
  );
  await assert.rejects(
    rows("SELECT length(groupArray(toString(number))) FROM numbers(100000000)"),
    { type: "MEMORY_LIMIT_EXCEEDED" },
  );
  await assert.rejects(rows("SELECT 1 SETTINGS max_execution_time = 0"), {
    type: "SETTING_CONSTRAINT_VIOLATION",
  });
});
