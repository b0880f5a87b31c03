// "Is the machinery well?": services, rates, backlog, losses, the database, and what was said.
import { MappingType, type ValueMapping } from "@grafana/schema";

import { dashboard } from "./dashboard.js";
import { chart, logs, stat, table, timeline } from "./kinds.js";
import { colors, type Steps } from "./panel.js";
import { inInterval, increase, level, levels, ofDevices, rates, readingsOfRange } from "./sql.js";

const wellOrNot: Steps = [
  [null, colors.fine],
  [1, colors.notice],
  [2, colors.wrong],
];
const states: ValueMapping[] = [
  {
    type: MappingType.ValueToText,
    options: {
      "0": { text: "well", color: colors.fine, index: 0 },
      "1": { text: "degraded", color: colors.notice, index: 1 },
      "2": { text: "down", color: colors.wrong, index: 2 },
    },
  },
];
const noneIsWell: Steps = [
  [null, colors.fine],
  [1, colors.wrong],
];
const unsaid = "The hub wrote nothing about itself in this range";

const parts = `  SELECT time AS at, labels['part'] AS part, value
  FROM luft.service_metrics
  WHERE service = 'hub' AND name = 'luft_health' AND $__timeFilter(time)`;

const numbers = [
  stat(
    {
      title: "Parts",
      asks: "Is each part of the system well, as the hub said last?",
      sql: `SELECT part, argMax(value, at) AS state
FROM (
${parts}
)
GROUP BY part
ORDER BY part`,
      unit: "none",
      steps: wellOrNot,
      mappings: states,
      size: [8, 4],
      nothing: unsaid,
    },
    "each",
  ),
  stat({
    title: "Backlog",
    asks: "How many readings wait in the hub's journal for the database? Some hundreds are normal.",
    sql: level("luft_hub_journal_readings"),
    unit: "short",
    steps: [
      [null, colors.fine],
      [10_000, colors.notice],
      [1_000_000, colors.wrong],
    ],
    nothing: unsaid,
  }),
  stat({
    title: "Readings lost",
    asks: "How many readings did devices give up in the range before they arrived? 0 is well.",
    sql: increase("luft_hub_lost_total"),
    unit: "short",
    steps: noneIsWell,
    nothing: unsaid,
  }),
  stat({
    title: "Not understood",
    asks: "How many messages of the range were quarantined because nobody understood them?",
    sql: `SELECT count() AS value FROM luft.quarantine WHERE $__timeFilter(time)`,
    unit: "short",
    steps: [
      [null, colors.fine],
      [1, colors.notice],
    ],
  }),
  stat({
    title: "Alarms on",
    asks: "How many alarms were on when the hub last said so?",
    sql: `SELECT sum(raised) AS value
FROM (
  SELECT argMax(value, time) AS raised
  FROM luft.service_metrics
  WHERE service = 'hub' AND name = 'luft_alarm' AND $__timeFilter(time)
  GROUP BY labels['name']
)
HAVING count() > 0`,
    unit: "short",
    steps: noneIsWell,
    nothing: unsaid,
  }),
];

const charts = [
  timeline({
    title: "Parts over time",
    asks: "When was which part not well?",
    sql: `SELECT ${inInterval} AS time, part, max(value) AS state
FROM (
${parts}
)
GROUP BY time, part
ORDER BY time, part`,
    unit: "none",
    steps: wellOrNot,
    mappings: states,
    nothing: unsaid,
  }),
  chart({
    title: "MQTT messages",
    asks: "How many messages a second come in, and how many go to and from the model?",
    sql: rates(
      {
        luft_hub_messages_total: "in",
        luft_hub_requests_total: "requests to the model",
        luft_hub_controls_total: "controls from the model",
        luft_hub_receipts_total: "receipts to devices",
      },
      "second",
    ),
    unit: "cps",
    nothing: unsaid,
  }),
  chart({
    title: "Backlog over time",
    asks: "How many readings waited in the journal for the database, and how many messages in memory?",
    sql: levels({
      luft_hub_journal_readings: "readings in the journal",
      luft_hub_waiting_messages: "messages in memory",
    }),
    unit: "short",
    min: 0,
    nothing: unsaid,
  }),
  chart({
    title: "Database: time of an insert",
    asks: "How long does the database take to make a batch safe on disk: middle and slowest 1 %?",
    sql: levels({
      luft_hub_insert_seconds_p50: "middle",
      luft_hub_insert_seconds_p99: "slowest 1 %",
    }),
    unit: "s",
    min: 0,
    nothing: unsaid,
  }),
  chart(
    {
      title: "Database: inserts and failures",
      asks: "How many batches a minute does the database take, and how many did it refuse?",
      sql: rates(
        { luft_hub_inserts_total: "inserts", luft_hub_insert_failures_total: "failures" },
        "minute",
      ),
      unit: "short",
      nothing: unsaid,
    },
    "stacked bars",
  ),
  chart(
    {
      title: "Readings that went another way",
      asks: "How many readings a minute came twice, were dropped at a limit, sent back, or lost?",
      sql: rates(
        {
          luft_hub_duplicates_total: "came twice",
          luft_hub_dropped_total: "dropped",
          luft_hub_let_go_total: "come again",
          luft_hub_lost_total: "lost",
        },
        "minute",
      ),
      unit: "short",
      nothing: unsaid,
    },
    "stacked bars",
  ),
  chart(
    {
      title: "Errors",
      asks: "How many messages a minute were not understood, refused, or not answered?",
      sql: rates(
        {
          luft_hub_quarantined_total: "not understood",
          luft_hub_refused_total: "refused at a limit",
          luft_hub_unanswered_total: "not answered by the model",
        },
        "minute",
      ),
      unit: "short",
      nothing: unsaid,
    },
    "stacked bars",
  ),
  chart({
    title: "Control path",
    asks: "From request to control, how long did the model and the broker take together?",
    sql: `SELECT ${inInterval} AS time,
  quantilesExact(0.5, 0.99)(latency)[1] AS middle,
  quantilesExact(0.5, 0.99)(latency)[2] AS slowest
FROM (
  SELECT time AS at, assumeNotNull(latency_ms) AS latency
  FROM luft.predictions
  WHERE latency_ms IS NOT NULL AND $__timeFilter(time)
)
GROUP BY time
ORDER BY time`,
    unit: "ms",
    min: 0,
    nothing: "No decision in this range",
  }),
  chart(
    {
      title: "Not understood, by device",
      asks: "Who sends what nobody understands?",
      sql: `SELECT ${inInterval} AS time, sender, count() AS value
FROM (
  SELECT time AS at, if(device = '', 'no device', toString(device)) AS sender
  FROM luft.quarantine
  WHERE $__timeFilter(time)
)
GROUP BY time, sender
ORDER BY time, sender`,
      unit: "short",
      nothing: "All was understood in this range",
    },
    "stacked bars",
  ),
];

const said = [
  table(
    {
      title: "Last seen",
      asks: "When was each device heard last, and how much did it send in the range?",
      sql: `SELECT heard.device AS device, room, status, last_seen, silent, readings
FROM (
  SELECT device, max(last).1 AS last_seen, dateDiff('second', max(last).1, $__toTime) AS silent,
    sum(samples) AS readings
  FROM (
${readingsOfRange(ofDevices)}
  )
  GROUP BY device
) AS heard
LEFT JOIN (
  SELECT toLowCardinality(device) AS device, room, status FROM luft.devices FINAL
) AS known ON heard.device = known.device
ORDER BY last_seen`,
      unit: "none",
      size: [12, 9],
      nothing: "No device was heard in this range",
    },
    { silent: "s", readings: "short" },
  ),
  logs({
    title: "What the services said",
    asks: "Which alarms and changes did the services report, newest first?",
    sql: `SELECT time AS timestamp, concat(event, ': ', message) AS body, level
FROM luft.service_events
WHERE $__timeFilter(time)
ORDER BY timestamp DESC
LIMIT 500`,
    unit: "none",
    size: [12, 9],
    nothing: "Nothing was reported in this range",
  }),
  table(
    {
      title: "Messages that nobody understood",
      asks: "What came in that is no reading, and why was it refused?",
      sql: `SELECT time, device, topic, reason,
  toValidUTF8(substring(head, 1, 120)) AS begins, bytes
FROM luft.quarantine
WHERE $__timeFilter(time)
ORDER BY time DESC
LIMIT 200`,
      unit: "none",
      nothing: "All was understood in this range",
    },
    { bytes: "bytes" },
  ),
];

export const systemHealth = dashboard({
  uid: "luft-system-health",
  title: "Luft: system health",
  description: "Services, rates, backlog, losses and the database, and what was said of them.",
  from: "now-24h",
  refresh: "30s",
  panels: [...numbers, ...charts, ...said],
});
