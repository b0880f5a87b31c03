// Macros become what the data source makes of them.
import assert from "node:assert/strict";
import { test } from "node:test";

import { expanded, intervalFor, type Asking } from "../source/macros.js";

const range = { from: new Date("2026-09-01T00:00:00Z"), to: new Date("2026-09-01T06:00:00.500Z") };
const asking: Asking = { range, interval_s: 60, devices: ["bath", "o'clock"] };

test("time filters name both ends in seconds, or in milliseconds", () => {
  assert.equal(
    expanded("$__timeFilter(a.time)", asking),
    "a.time >= toDateTime(1788220800) AND a.time <= toDateTime(1788242400)",
  );
  assert.equal(
    expanded("$__timeFilter_ms(time)", asking),
    "time >= fromUnixTimestamp64Milli(1788220800000) AND " +
      "time <= fromUnixTimestamp64Milli(1788242400500)",
  );
  assert.equal(expanded("$__toTime - 600", asking), "toDateTime(1788242400) - 600");
});

test("an interval is a whole number of seconds, one at least", () => {
  assert.equal(expanded("$__interval_s", asking), "60");
  assert.equal(expanded("$__interval_s", { ...asking, interval_s: 0.2 }), "1");
  assert.equal(
    expanded("$__timeInterval(f(a, b))", asking),
    "toStartOfInterval(toDateTime(f(a, b)), INTERVAL 60 second)",
  );
});

test("a condition on a variable stays while devices are chosen, and is true for all", () => {
  const sql = "x AND $__conditionalAll(device IN (${device:singlequote}), $device)";
  assert.equal(expanded(sql, asking), "x AND device IN ('bath','o\\'clock')");
  assert.equal(expanded(sql, { ...asking, devices: "all" }), "x AND 1=1");
});

test("a panel's interval is one of Grafana's, a minute at least", () => {
  const days = (n: number) => ({ from: new Date(0), to: new Date(n * 86_400_000) });
  assert.equal(intervalFor(days(0.1)), 60);
  assert.equal(intervalFor(days(7)), 600);
  assert.equal(intervalFor(days(30)), 1800);
  assert.equal(intervalFor(days(365)), 21_600);
  assert.equal(intervalFor(days(3 * 365)), 86_400);
});
