// Every query that Grafana will send, wherever it stands: what the checks run, the benchmark
// measures and QUERIES.md lists.
import type { Dashboard } from "@grafana/schema";

import { alerts } from "./alerts.js";
import { dashboards } from "./dashboards.js";
import { devicesSql, modelChangesSql, overridesSql } from "./dashboard.js";
import type { Format, Query } from "./panel.js";

export interface Asked {
  where: string; // "system-overview", "alerting", "every dashboard"
  title: string;
  asks: string;
  kind: string; // the panel's type, or "variable", "annotation", "alert"
  format: Format;
  sql: string;
}

function ofPanels(where: string, dashboard: Dashboard): Asked[] {
  return (dashboard.panels ?? []).map((panel) => {
    const target = ("targets" in panel ? panel.targets?.[0] : undefined) as Query | undefined;
    if (target === undefined) throw new Error(`${where}: ${panel.title} asks nothing`);
    return {
      where,
      title: panel.title ?? "",
      asks: ("description" in panel ? panel.description : undefined) ?? "",
      kind: panel.type,
      format: target.format,
      sql: target.rawSql,
    };
  });
}

const shared: Omit<Asked, "where" | "format">[] = [
  {
    title: "Device",
    asks: "Which devices can be selected?",
    kind: "variable",
    sql: devicesSql,
  },
  {
    title: "Model changes",
    asks: "When did another model come into force?",
    kind: "annotation",
    sql: modelChangesSql,
  },
  {
    title: "Moves by hand",
    asks: "When did a person take over?",
    kind: "annotation",
    sql: overridesSql,
  },
];

export function everythingAsked(): Asked[] {
  return [
    ...Object.entries(dashboards).flatMap(([where, each]) => ofPanels(where, each)),
    ...shared.map((each): Asked => ({ where: "every dashboard", format: 1, ...each })),
    ...alerts.map((alert): Asked => ({
      where: "alerting",
      title: alert.title,
      asks: alert.summary,
      kind: "alert",
      format: 1,
      sql: alert.sql,
    })),
  ];
}
