// "How is the house?": what every device says now, how far the windows are open, what was decided.
import { dashboard } from "./dashboard.js";
import { bars, chart, gauges, stat, table, timeline } from "./kinds.js";
import { colors, type Steps } from "./panel.js";
import {
  asStored,
  countStep,
  inCountStep,
  inInterval,
  means,
  ofDevices,
  rates,
  readings,
  readingsOfRange,
} from "./sql.js";

const lately = "time > $__toTime - 600 AND time <= $__toTime";

/** Where each window stood, whenever that was known. */
const eachPosition = (when: string) => `  SELECT device, time AS at, time AS known,
    assumeNotNull(position_before) AS position
  FROM luft.predictions
  WHERE ${when} AND position_before IS NOT NULL AND ${ofDevices} AND $__timeFilter(time)
  UNION ALL
  SELECT device, time AS at, time AS known, to_pct AS position
  FROM luft.window_actions
  WHERE ${when} AND ${ofDevices} AND $__timeFilter(time)`;

/** The last of each hour: what a long range reads instead. */
const hourlyPosition = (when: string) => `  SELECT device, time AS at, last.1 AS known,
    last.2 AS position
  FROM luft.window_positions_1h
  WHERE ${when} AND ${ofDevices} AND $__timeFilter(time)`;

const upToAWeek = `$__toTime - $__fromTime <= ${7 * 86_400}`;
const positions = `${eachPosition(upToAWeek)}
  UNION ALL
${hourlyPosition(`NOT (${upToAWeek})`)}`;

export const positionNow = `SELECT device, argMax(position, known) AS value
FROM (
${positions}
)
GROUP BY device
ORDER BY device`;

const positionInSteps = (rows: string) => `SELECT ${inInterval} AS time, device,
  round(argMax(position, known)) AS value
FROM (
${rows}
)
GROUP BY time, device`;

/** Put together by table: a union of the rows would lose their order (see `asStored`). */
export const positionOverTime = `SELECT time, device, value FROM (
${positionInSteps(eachPosition("$__interval_s < 3600"))}
UNION ALL
${positionInSteps(hourlyPosition("$__interval_s >= 3600"))}
)
ORDER BY time, device
${asStored}`;

/** Closed is no colour, open is more of one. */
export const openness: Steps = [
  [null, colors.none],
  [1, "light-blue"],
  [50, colors.plain],
  [90, "dark-blue"],
];

const numbers = [
  stat({
    title: "Devices heard",
    asks: "How many devices sent a reading in the last 10 minutes of the range?",
    sql: `SELECT uniqExact(device) AS value FROM luft.readings WHERE ${lately} HAVING value > 0`,
    unit: "short",
    nothing: "No device was heard",
  }),
  stat({
    title: "Devices silent",
    asks: "How many registered devices sent nothing in the last 10 minutes of the range? 0 is well.",
    sql: `SELECT countIf(device NOT IN (SELECT DISTINCT device FROM luft.readings WHERE ${lately}))
  AS value
FROM luft.devices FINAL
WHERE status != 'revoked' AND registered_at <= $__toTime
HAVING count() > 0`,
    unit: "short",
    steps: [
      [null, colors.fine],
      [1, colors.notice],
      [3, colors.wrong],
    ],
    nothing: "No device is registered",
  }),
  stat({
    title: "Readings a minute",
    asks: "How many readings arrive a minute, over the last 10 minutes of the range?",
    sql: `SELECT count() / 10 AS value FROM luft.readings WHERE ${lately} HAVING count() > 0`,
    unit: "short",
    decimals: 1,
  }),
  stat({
    title: "Windows open",
    asks: "How many of the selected windows stood open when last heard of?",
    sql: `SELECT countIf(position >= 1) AS value
FROM (
  SELECT device, argMax(position, known) AS position
  FROM (
${positions}
  )
  GROUP BY device
)
HAVING count() > 0`,
    unit: "short",
    nothing: "No window was heard of",
  }),
  stat({
    title: "Decisions",
    asks: "How many decisions did the model make in the range?",
    sql: `SELECT count() AS value
FROM luft.predictions
WHERE position IS NOT NULL AND ${ofDevices} AND $__timeFilter(time)
HAVING value > 0`,
    unit: "short",
    nothing: "No decision in this range",
  }),
  stat({
    title: "How sure, on average",
    asks: "How sure was the model of its decisions in the range, on average?",
    sql: `SELECT avg(confidence) AS value
FROM luft.predictions
WHERE confidence IS NOT NULL AND ${ofDevices} AND $__timeFilter(time)
HAVING count() > 0`,
    unit: "percentunit",
    min: 0,
    max: 1,
    steps: [
      [null, colors.wrong],
      [0.5, colors.notice],
      [0.75, colors.fine],
    ],
    nothing: "No decision in this range",
  }),
];

const houseNow = table(
  {
    title: "Every device now",
    asks: "What did each device say last, and when? A device's name leads to its own dashboard.",
    sql: `SELECT device,
  argMaxIfOrNull(last.2, last.1, metric = 'temperature') AS temperature,
  argMaxIfOrNull(last.2, last.1, metric = 'humidity') AS humidity,
  argMaxIfOrNull(last.2, last.1, metric = 'sound_volume') AS sound,
  dateDiff('second', max(last).1, $__toTime) AS heard
FROM (
${readingsOfRange(`metric IN ('temperature', 'humidity', 'sound_volume') AND ${ofDevices}`)}
)
GROUP BY device
ORDER BY device`,
    unit: "none",
    size: [12, 8],
    nothing: "No device was heard in this range",
  },
  { temperature: "celsius", humidity: "humidity", sound: "dB", heard: "s" },
);

export const systemOverview = dashboard({
  uid: "luft-system-overview",
  title: "Luft: system overview",
  description: "How every room is, how far the windows are open, and what was decided lately.",
  from: "now-6h",
  refresh: "30s",
  panels: [
    ...numbers,
    gauges({
      title: "How far each window is open",
      asks: "Where did each window stand when last heard of? 0 % is closed.",
      sql: positionNow,
      unit: "percent",
      min: 0,
      max: 100,
      steps: openness,
      nothing: "No window was heard of in this range",
    }),
    houseNow,
    chart({
      title: "Temperature",
      asks: "How warm was it at each device?",
      sql: means("temperature"),
      unit: "celsius",
      size: [8, 8],
    }),
    chart({
      title: "Humidity",
      asks: "How humid was it at each device?",
      sql: means("humidity"),
      unit: "humidity",
      size: [8, 8],
    }),
    chart({
      title: "Sound",
      asks: "How loud was it at each device, in dB(A)?",
      sql: means("sound_volume"),
      unit: "dB",
      size: [8, 8],
    }),
    timeline({
      title: "Windows over time",
      asks: "How far was each window open, and when?",
      sql: positionOverTime,
      unit: "percent",
      steps: openness,
      nothing: "No window was heard of in this range",
    }),
    chart({
      title: "Message throughput",
      asks: "How many messages does the hub take in a second, and how many readings do they hold?",
      sql: rates(
        { luft_hub_messages_total: "messages", luft_hub_readings_total: "readings" },
        "second",
      ),
      unit: "cps",
      size: [12, 8],
    }),
    chart(
      {
        title: "Readings by metric",
        asks: "What do the selected devices measure, and how often: readings a minute of each metric?",
        sql: `SELECT ${inCountStep} AS time,
  metric, 60 * sum(samples) / ${countStep} AS value
FROM (
${readings(ofDevices)}
)
GROUP BY time, metric
ORDER BY time, metric`,
        unit: "short",
        size: [12, 8],
      },
      "stacked bars",
    ),
    table(
      {
        title: "Recent predictions",
        asks: "What did the model decide last, how sure was it, and what became of it?",
        sql: `SELECT time, device, temp, humidity, volume, position, confidence, outcome, reason
FROM luft.predictions
WHERE ${ofDevices} AND $__timeFilter(time)
ORDER BY time DESC
LIMIT 50`,
        unit: "none",
        nothing: "No decision in this range",
      },
      {
        temp: "celsius",
        humidity: "humidity",
        volume: "dB",
        position: "percent",
        confidence: "percentunit",
      },
    ),
    bars({
      title: "Movements by cause",
      asks: "Who moved the windows in the range: the model, a person, or the guard?",
      sql: `SELECT cause, count() AS movements
FROM luft.window_actions
WHERE ${ofDevices} AND $__timeFilter(time)
GROUP BY cause
ORDER BY cause`,
      unit: "short",
      size: [8, 8],
      nothing: "No window moved in this range",
    }),
    table(
      {
        title: "Moves by hand",
        asks: "Where did a person take over, and from which position to which?",
        sql: `SELECT time, device, from_pct, to_pct, temp, humidity
FROM luft.window_actions
WHERE cause = 'person' AND ${ofDevices} AND $__timeFilter(time)
ORDER BY time DESC
LIMIT 50`,
        unit: "none",
        size: [16, 8],
        nothing: "Nobody took over in this range",
      },
      { from_pct: "percent", to_pct: "percent", temp: "celsius", humidity: "humidity" },
    ),
  ],
});
