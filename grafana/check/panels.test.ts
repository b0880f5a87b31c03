// Every query that Grafana will send, with macros expanded as the data source does it, through the
// real database as the reader: on an empty one first, then over a simulated month, whose rows say
// what each answer must be.
import assert from "node:assert/strict";
import { before, describe, test } from "node:test";

import { lookBack } from "../source/alerts.js";
import { expanded, intervalFor, type Asking } from "../source/macros.js";
import { everythingAsked, type Asked } from "../source/questions.js";
import { difference } from "./comparison.js";
import { answerTo, fill, isThere } from "./database.js";
import type { Expectation } from "./expectation.js";
import { detailExpectations } from "./expected-detail.js";
import { alertExpectations, elsewhereExpectations } from "./expected-elsewhere.js";
import { healthExpectations } from "./expected-health.js";
import { mlExpectations } from "./expected-ml.js";
import { overviewExpectations } from "./expected-overview.js";
import { faults } from "./frame.js";
import { end, simulatedMonth } from "./month.js";

const expectations: Record<string, Record<string, Expectation>> = {
  "system-overview": overviewExpectations,
  "device-detail": detailExpectations,
  "ml-metrics": mlExpectations,
  "system-health": healthExpectations,
  "every dashboard": elsewhereExpectations,
  alerting: alertExpectations,
};

function expectationOf({ where, title }: Asked): Expectation {
  const found = expectations[where]?.[title];
  assert.ok(found, `nobody computed what "${title}" of ${where} must show`);
  return found;
}

const hour_ms = 3_600_000;

/** Ends with the month; begins where every rollup's step begins. */
function lasting(hours: number, devices: Asking["devices"] = "all"): Asking {
  const range = { from: new Date(end - hours * hour_ms), to: new Date(end - 1000) };
  return { range, interval_s: intervalFor(range), devices };
}

const ranges: Record<string, Asking> = {
  "1 h": lasting(1),
  "24 h": lasting(24),
  "24 h of two devices": lasting(24, ["kitchen", "hall"]),
  "30 d": lasting(30 * 24),
  "a year": lasting(365 * 24),
  "three years": lasting(3 * 365 * 24),
};

/** A range that an alert rule looks at. */
const alertRange: Asking = {
  range: { from: new Date(end - 1000 * lookBack), to: new Date(end - 1000) },
  interval_s: 60,
  devices: "all",
};

const month = simulatedMonth();
const asked = everythingAsked();
const rangesOf = ({ kind }: Asked) => (kind === "alert" ? { "15 min": alertRange } : ranges);

/** What an empty database may still say: that there is none of something. */
const zeroIsAnAnswer = ["Not understood"];

describe("every query", { skip: isThere ? false : "no database: ./luft test grafana" }, () => {
  describe("on an empty database", () => {
    for (const each of asked) {
      test(`${each.where}: ${each.title}`, async () => {
        const answer = await answerTo(expanded(each.sql, lasting(24)));
        assert.deepEqual(faults(each, answer), []);
        if (!zeroIsAnAnswer.includes(each.title)) assert.equal(answer.rows.length, 0);
      });
    }
  });

  describe("over a simulated month", () => {
    before(() => fill(month));
    for (const each of asked) {
      for (const [name, asking] of Object.entries(rangesOf(each))) {
        test(`${each.where}: ${each.title}, ${name}`, async () => {
          const expected = expectationOf(each)(month, asking);
          const answer = await answerTo(expanded(each.sql, asking));
          assert.deepEqual(faults(each, answer), []);
          assert.equal(difference(answer, expected), "");
        });
      }
      test(`${each.where}: ${each.title} has something to show`, () => {
        const range = each.kind === "alert" ? alertRange : lasting(30 * 24);
        const limited = ["The model does not answer", "Decisions are slow"].includes(each.title);
        const expected = expectationOf(each)(month, limited ? lasting(24) : range);
        assert.notEqual(expected.length, 0);
      });
    }
  });

  test("nothing is computed for a query that is not there", () => {
    const known = new Set(asked.map(({ where, title }) => `${where}: ${title}`));
    for (const [where, titles] of Object.entries(expectations)) {
      for (const title of Object.keys(titles)) {
        assert.ok(known.has(`${where}: ${title}`), `${where}: ${title}`);
      }
    }
  });
});
