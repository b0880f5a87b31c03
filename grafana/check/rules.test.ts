// What every dashboard, panel and alert rule keeps to, whatever it shows.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, test } from "node:test";

import type { Panel } from "@grafana/schema";

import { alerting, alerts } from "../source/alerts.js";
import { dashboards } from "../source/dashboards.js";
import { generatedFiles } from "../source/generated.js";
import { everythingAsked } from "../source/questions.js";

/** A file of grafana/, seen from build/check/. */
const fileOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

describe("dashboards", () => {
  for (const [name, dashboard] of Object.entries(dashboards)) {
    test(`${name} has a stable name, is not edited in place and leads to the others`, () => {
      assert.equal(dashboard.uid, `luft-${name}`);
      assert.equal(dashboard.id, null);
      assert.equal(dashboard.editable, false);
      assert.equal(dashboard.graphTooltip, 1);
      const [link] = dashboard.links ?? [];
      assert.ok(link?.keepTime && link.includeVars);
    });

    test(`${name} knows no data source but the variable`, () => {
      const text = JSON.stringify(dashboard);
      const known = [...text.matchAll(/"datasource":\{"type":"[^"]*","uid":"([^"]*)"\}/g)];
      const names = new Set(known.map(([, uid]) => uid));
      assert.deepEqual([...names].sort(), ["${datasource}", "-- Grafana --"].sort());
    });

    test(`${name} has panels that do not overlap and fill rows`, () => {
      const places = (dashboard.panels ?? []).map((panel) => (panel as Panel).gridPos);
      const cells = new Set<string>();
      for (const place of places) {
        assert.ok(place && place.x + place.w <= 24);
        for (let x = place.x; x < place.x + place.w; ++x) {
          for (let y = place.y; y < place.y + place.h; ++y) {
            assert.ok(!cells.has(`${x},${y}`), `two panels at ${x},${y}`);
            cells.add(`${x},${y}`);
          }
        }
      }
    });

    test(`${name} connects what several devices say, over a bounded gap`, () => {
      for (const each of (dashboard.panels ?? []) as Panel[]) {
        const custom = each.fieldConfig?.defaults.custom ?? {};
        const isConnected = each.type === "state-timeline" || custom.drawStyle === "line";
        if (isConnected) assert.equal(custom.spanNulls, 15 * 60_000, each.title);
      }
    });

    for (const each of (dashboard.panels ?? []) as Panel[]) {
      test(`${name}: ${each.title} says its question, unit, colours and nothing`, () => {
        assert.ok(each.title);
        assert.match(each.description ?? "", /\?/, "a question");
        assert.equal(each.interval, "1m");
        const defaults = each.fieldConfig?.defaults ?? {};
        assert.ok(defaults.unit);
        assert.ok(defaults.noValue);
        const steps = defaults.thresholds?.steps ?? [];
        assert.equal(steps[0]?.value, null, "a base step");
      });
    }
  }

  test("there are at least 48 panels, no two of a dashboard of one name", () => {
    const panels = everythingAsked().filter(({ where }) => where in dashboards);
    assert.ok(panels.length >= 48, String(panels.length));
    assert.equal(
      new Set(panels.map(({ where, title }) => `${where} ${title}`)).size,
      panels.length,
    );
  });
});

describe("queries", () => {
  for (const { where, title, sql, kind, format } of everythingAsked()) {
    test(`${where}: ${title} looks at the range, and only through what the plugin knows`, () => {
      assert.match(sql, /\$__(?:timeFilter\(|toTime)/);
      const macro = /^\$__(?:timeFilter|toTime|fromTime|interval_s|conditionalAll)$/;
      const variable = /^\$(?:device|\{device:singlequote\})$/;
      for (const [word] of sql.matchAll(/\$(?:\{[^}]*\}|\w+)/g)) {
        assert.ok(macro.test(word) || variable.test(word), word);
      }
      if (kind === "alert") assert.doesNotMatch(sql, /conditionalAll|\$\{/);
      const charts = ["timeseries", "state-timeline"];
      assert.equal(format, charts.includes(kind) ? 0 : kind === "logs" ? 2 : 1);
      if (charts.includes(kind)) assert.match(sql, /AS time,[\s\S]*ORDER BY time/);
    });
  }
});

describe("alert rules", () => {
  test("have stable names, a milder end, an answer for silence, and help", () => {
    const rules = alerting.groups.flatMap((group) => group.rules);
    assert.equal(new Set(rules.map(({ uid }) => uid)).size, rules.length);
    const help = readFileSync(fileOf("README.md"), "utf8");
    for (const rule of rules) {
      assert.match(rule.for, /^\d+m$/);
      assert.equal(rule.data[0]?.datasourceUid, "luft");
      assert.match(help, new RegExp(`^### ${rule.uid}$`, "m"), `README.md explains ${rule.uid}`);
    }
    for (const { uid, above, below } of alerts) assert.ok(below <= above, uid);
  });
});

describe("generated files", () => {
  for (const [name, text] of generatedFiles()) {
    test(`${name} is current: npm run generate`, () => {
      assert.equal(readFileSync(fileOf(name), "utf8"), text);
    });
  }
});
