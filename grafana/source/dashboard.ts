// A dashboard around its panels: their places, the variables, links to the other dashboards, and
// what is marked on every chart.
import {
  DashboardCursorSync,
  VariableRefresh,
  VariableSort,
  type AnnotationQuery,
  type Dashboard,
  type DashboardLink,
  type Panel,
  type VariableModel,
} from "@grafana/schema";

import { query, source, type Unplaced } from "./panel.js";
import { ofDevices } from "./sql.js";

const width = 24;

/** Places panels row by row, in their order; a row is as high as its highest panel. */
function placed(panels: Unplaced[]): Panel[] {
  let x = 0;
  let y = 0;
  let rowHeight = 0;
  return panels.map(({ size, ...panel }, index) => {
    if (x + size.w > width) {
      x = 0;
      y += rowHeight;
      rowHeight = 0;
    }
    const gridPos = { ...size, x, y };
    x += size.w;
    rowHeight = Math.max(rowHeight, size.h);
    return { ...panel, id: index + 1, gridPos };
  });
}

const datasourceVariable: VariableModel = {
  name: "datasource",
  label: "Data source",
  description: "Luft's history: a ClickHouse data source",
  type: "datasource",
  query: "grafana-clickhouse-datasource",
  refresh: VariableRefresh.onDashboardLoad,
  includeAll: false,
  multi: false,
};

/** Devices that said something in the range; the value is the id, the text how people call it. */
export const devicesSql = `SELECT device, any(if(name = '', device, name)) AS text
FROM (
  SELECT DISTINCT device FROM luft.readings_1h
  WHERE time >= $__fromTime - 3600 AND time <= $__toTime
  UNION DISTINCT
  SELECT DISTINCT toLowCardinality(device) FROM luft.devices FINAL
  WHERE status != 'revoked' AND registered_at <= $__toTime
) AS heard
LEFT JOIN (SELECT device, name FROM luft.devices FINAL) AS known USING (device)
GROUP BY device
ORDER BY text`;

const deviceVariable: VariableModel = {
  name: "device",
  label: "Device",
  description: "Devices that were heard in the range",
  type: "query",
  datasource: source,
  query: { editorType: "sql", rawSql: devicesSql, refId: "devices" },
  refresh: VariableRefresh.onTimeRangeChanged,
  sort: VariableSort.alphabeticalAsc,
  includeAll: true,
  multi: true,
  current: { text: "All", value: "$__all" },
};

// A model is new in an interval whose predecessor had another one; the range's first is not.
export const modelChangesSql = `SELECT at AS time, concat('Model ', newest, ' in force') AS text,
  'model' AS tags
FROM (
  SELECT at, newest, lagInFrame(newest, 1, newest) OVER (ORDER BY at) AS before
  FROM (
    SELECT toStartOfInterval(time, toIntervalSecond(greatest(600, $__interval_s))) AS at,
      toString(argMax(model, time)) AS newest
    FROM luft.predictions
    WHERE model != '' AND $__timeFilter(time)
    GROUP BY at
  )
)
WHERE newest != before
ORDER BY time`;

// Of more than Grafana draws well, the newest.
export const overridesSql = `SELECT time, text, tags
FROM (
  SELECT time, concat(device, ': ', toString(round(from_pct)), ' → ',
      toString(round(to_pct)), ' % by hand') AS text, 'override' AS tags
  FROM luft.window_actions
  WHERE cause = 'person' AND ${ofDevices} AND $__timeFilter(time)
  ORDER BY time DESC
  LIMIT 500
)
ORDER BY time`;

function annotation(name: string, color: string, sql: string): AnnotationQuery {
  return {
    name,
    datasource: source,
    enable: true,
    hide: false,
    iconColor: color,
    target: query(sql, 1),
  };
}

const builtIn: AnnotationQuery = {
  builtIn: 1,
  datasource: { type: "grafana", uid: "-- Grafana --" },
  enable: true,
  hide: true,
  iconColor: "blue",
  name: "Annotations and alerts",
  type: "dashboard",
};

const linksToAll: DashboardLink[] = [
  {
    title: "Luft",
    type: "dashboards",
    tags: ["luft"],
    asDropdown: false,
    includeVars: true,
    keepTime: true,
    targetBlank: false,
    icon: "dashboard",
    tooltip: "The other dashboards, for the same time and devices",
    url: "",
  },
];

export interface Frame {
  uid: string; // stable: links and bookmarks hold it
  title: string;
  description: string;
  from: string; // the range that it opens with
  refresh: string;
  panels: Unplaced[];
}

export function dashboard(frame: Frame): Dashboard {
  return {
    id: null,
    uid: frame.uid,
    title: frame.title,
    description: frame.description,
    tags: ["luft"],
    editable: false,
    graphTooltip: DashboardCursorSync.Crosshair,
    schemaVersion: 41,
    timezone: "browser",
    time: { from: frame.from, to: "now" },
    refresh: frame.refresh,
    links: linksToAll,
    templating: { list: [datasourceVariable, deviceVariable] },
    annotations: {
      list: [
        builtIn,
        annotation("Model changes", "purple", modelChangesSql),
        annotation("Moves by hand", "orange", overridesSql),
      ],
    },
    panels: placed(frame.panels),
  };
}
