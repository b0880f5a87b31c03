// Alert rules: query, newest value, threshold. They recover at a milder level than they begin, so
// that a value on the edge does not ring twice.
import { query } from "./panel.js";

export interface Alert {
  uid: string;
  title: string;
  summary: string; // what is wrong; {{ .Labels.… }} names which
  remedy: string; // what a person does about it
  sql: string; // a number, or one for each label; no macros of the frontend, no variables
  above: number; // begins above
  below: number; // ends below
  hold: string; // has to last this long
  severity: "warning" | "critical";
  noData: "OK" | "NoData" | "Alerting";
}

const luft = { type: "grafana-clickhouse-datasource", uid: "luft" };
const expressions = { type: "__expr__", uid: "__expr__" };

/** How far back a rule looks, in seconds. */
export const lookBack = 900;

const newestOf = (name: string) => `SELECT argMax(value, time) AS value
FROM luft.service_metrics
WHERE service = 'hub' AND name = '${name}' AND $__timeFilter(time)
HAVING count() > 0`;

const sumOf = (name: string) => `SELECT sum(value) AS value
FROM luft.service_metrics
WHERE service = 'hub' AND name = '${name}' AND $__timeFilter(time)
HAVING count() > 0`;

export const alerts: Alert[] = [
  {
    uid: "luft-part-down",
    title: "A part of Luft is down",
    summary: "{{ .Labels.part }} is down",
    remedy: "./luft doctor says what is wrong; the part's log is in var/log",
    sql: `SELECT labels['part'] AS part, argMax(value, time) AS value
FROM luft.service_metrics
WHERE service = 'hub' AND name = 'luft_health' AND $__timeFilter(time)
GROUP BY part
ORDER BY part`,
    above: 1.5,
    below: 0.5,
    hold: "2m",
    severity: "critical",
    noData: "OK",
  },
  {
    uid: "luft-hub-silent",
    title: "The hub says nothing",
    summary: "The hub wrote nothing about itself for 15 minutes",
    remedy: "./luft doctor; is the hub's process there, is the database?",
    sql: `SELECT dateDiff('second', max(time), $__toTime) AS value
FROM luft.service_metrics
WHERE service = 'hub' AND name = 'luft_hub_messages_total' AND $__timeFilter(time)
HAVING count() > 0`,
    above: 300,
    below: 120,
    hold: "2m",
    severity: "critical",
    noData: "Alerting",
  },
  {
    uid: "luft-device-silent",
    title: "A device is silent",
    summary: "{{ .Labels.device }} has sent nothing for more than 15 minutes",
    remedy: "Power, Wi-Fi, broker address; ./luft devices show says when it was seen",
    sql: `SELECT toString(device) AS device, toUInt8(device NOT IN (
    SELECT DISTINCT device FROM luft.readings WHERE $__timeFilter(time)
  )) AS value
FROM luft.devices FINAL
WHERE status != 'revoked' AND last_seen > $__toTime - 604800 AND registered_at <= $__toTime
ORDER BY device`,
    above: 0.5,
    below: 0.5,
    hold: "5m",
    severity: "warning",
    noData: "OK",
  },
  {
    uid: "luft-readings-lost",
    title: "Readings were lost",
    summary: "Devices gave up readings before they arrived",
    remedy: "The dashboard system health says how many; ./luft verify which device's",
    sql: sumOf("luft_hub_lost_total"),
    above: 0.5,
    below: 0.5,
    hold: "1m",
    severity: "warning",
    noData: "OK",
  },
  {
    uid: "luft-backlog",
    title: "The database falls behind",
    summary: "Readings wait in the hub's journal for the database",
    remedy: "The alarm database_away and the ClickHouse log; nothing is lost meanwhile",
    sql: newestOf("luft_hub_journal_readings"),
    above: 100_000,
    below: 10_000,
    hold: "5m",
    severity: "warning",
    noData: "OK",
  },
  {
    uid: "luft-unanswered",
    title: "The model does not answer",
    summary: "More than one request in ten had no answer",
    remedy: "The log of ml, and how busy its machine is: windows follow their own rule meanwhile",
    sql: `SELECT countIf(position IS NULL) / count() AS value
FROM luft.predictions
WHERE $__timeFilter(time)
HAVING count() >= 5`,
    above: 0.1,
    below: 0.02,
    hold: "5m",
    severity: "critical",
    noData: "OK",
  },
  {
    uid: "luft-slow-decisions",
    title: "Decisions are slow",
    summary: "One decision in twenty took longer than a second",
    remedy: "The log of ml, and how busy its machine is: windows follow their own rule meanwhile",
    sql: `SELECT quantileExact(0.95)(latency_ms) AS value
FROM luft.predictions
WHERE latency_ms IS NOT NULL AND $__timeFilter(time)
HAVING count() >= 5`,
    above: 1000,
    below: 500,
    hold: "5m",
    severity: "warning",
    noData: "OK",
  },
];

function rule(alert: Alert) {
  const relativeTimeRange = { from: lookBack, to: 0 };
  return {
    uid: alert.uid,
    title: alert.title,
    condition: "C",
    data: [
      {
        refId: "A",
        relativeTimeRange,
        datasourceUid: luft.uid,
        model: { ...query(alert.sql, 1, luft), intervalMs: 60_000, maxDataPoints: 43_200 },
      },
      {
        refId: "B",
        relativeTimeRange,
        datasourceUid: expressions.uid,
        model: {
          refId: "B",
          type: "reduce",
          datasource: expressions,
          expression: "A",
          reducer: "last",
          settings: { mode: "dropNN" },
        },
      },
      {
        refId: "C",
        relativeTimeRange,
        datasourceUid: expressions.uid,
        model: {
          refId: "C",
          type: "threshold",
          datasource: expressions,
          expression: "B",
          conditions: [
            {
              evaluator: { type: "gt", params: [alert.above] },
              unloadEvaluator: { type: "lt", params: [alert.below] },
            },
          ],
        },
      },
    ],
    for: alert.hold,
    noDataState: alert.noData,
    execErrState: "Error",
    annotations: {
      summary: alert.summary,
      description: alert.remedy,
      runbook: `grafana/README.md#${alert.uid}`,
    },
    labels: { severity: alert.severity, app: "luft" },
    isPaused: false,
  };
}

export const alerting = {
  apiVersion: 1,
  groups: [{ orgId: 1, name: "luft", folder: "Luft", interval: "1m", rules: alerts.map(rule) }],
};
