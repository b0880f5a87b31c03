// "What about this one?": all that a device measured, and all that its window did and why.
import { dashboard } from "./dashboard.js";
import { chart, stat, table } from "./kinds.js";
import { colors, type Steps } from "./panel.js";
import { asStored, band, inInterval, means, newest, ofDevices, readingsOfRange } from "./sql.js";
import { openness, positionNow, positionOverTime } from "./system-overview.js";

const warmth: Steps = [
  [null, colors.plain],
  [19, colors.fine],
  [25, colors.notice],
  [28, colors.wrong],
];
const damp: Steps = [
  [null, colors.notice],
  [30, colors.fine],
  [60, colors.notice],
  [70, colors.wrong],
];
const loud: Steps = [
  [null, colors.fine],
  [45, colors.notice],
  [65, colors.wrong],
];

const now = [
  stat(
    {
      title: "Last heard",
      asks: "How long before the end of the range did the device last send a reading?",
      sql: `SELECT device, dateDiff('second', max(last).1, $__toTime) AS value
FROM (
${readingsOfRange(ofDevices)}
)
GROUP BY device
ORDER BY device`,
      unit: "s",
      steps: [
        [null, colors.fine],
        [600, colors.notice],
        [1800, colors.wrong],
      ],
      nothing: "Not heard in this range",
    },
    "each",
  ),
  stat(
    {
      title: "Temperature now",
      asks: "How warm was it by the newest reading?",
      sql: newest("temperature"),
      unit: "celsius",
      decimals: 1,
      steps: warmth,
    },
    "each",
  ),
  stat(
    {
      title: "Humidity now",
      asks: "How humid was it by the newest reading?",
      sql: newest("humidity"),
      unit: "humidity",
      decimals: 0,
      steps: damp,
    },
    "each",
  ),
  stat(
    {
      title: "Sound now",
      asks: "How loud was it by the newest reading, in dB(A)?",
      sql: newest("sound_volume"),
      unit: "dB",
      decimals: 0,
      steps: loud,
      nothing: "No microphone, or silent in this range",
    },
    "each",
  ),
  stat(
    {
      title: "Window now",
      asks: "How far was the window open when last heard of?",
      sql: positionNow,
      unit: "percent",
      steps: openness,
      nothing: "No window, or not heard of",
    },
    "each",
  ),
  stat(
    {
      title: "Readings in the range",
      asks: "How many readings of the device are stored for the range?",
      sql: `SELECT device, sum(samples) AS value
FROM (
${readingsOfRange(ofDevices)}
)
GROUP BY device
ORDER BY device`,
      unit: "short",
    },
    "each",
  ),
];

const measured = [
  chart({
    title: "Temperature: mean, lowest, highest",
    asks: "How warm was it, and between which extremes did it move within each point?",
    sql: band("temperature"),
    unit: "celsius",
  }),
  chart({
    title: "Humidity: mean, lowest, highest",
    asks: "How humid was it, and between which extremes did it move within each point?",
    sql: band("humidity"),
    unit: "humidity",
  }),
  chart({
    title: "Sound volume: mean, lowest, highest",
    asks: "How loud was it in dB(A), and which peaks hide within each point?",
    sql: band("sound_volume"),
    unit: "dB",
    nothing: "No microphone, or silent in this range",
  }),
  chart({
    title: "Carbon dioxide",
    asks: "How stale was the air, in ppm of CO₂? Above 1,000 a room wants airing.",
    sql: means("co2"),
    unit: "none",
    steps: [
      [null, colors.fine],
      [1000, colors.notice],
      [1500, colors.wrong],
    ],
    nothing: "No CO₂ sensor, or silent in this range",
  }),
];

const decided = [
  chart(
    {
      title: "Position history",
      asks: "How far was the window open, and when did that change?",
      sql: positionOverTime,
      unit: "percent",
      min: 0,
      max: 100,
      nothing: "No window, or not heard of",
    },
    "steps",
  ),
  chart(
    {
      title: "Prediction timeline",
      asks: "What did the model decide, and between which positions would it have been right?",
      sql: `SELECT ${inInterval} AS time,
  argMax(position, at) AS position, argMax(low, at) AS low, argMax(high, at) AS high
FROM (
  SELECT time AS at, assumeNotNull(position) AS position, low, high
  FROM luft.predictions AS decision
  WHERE decision.position IS NOT NULL AND ${ofDevices} AND $__timeFilter(time)
)
GROUP BY time
ORDER BY time`,
      unit: "percent",
      min: 0,
      max: 100,
      nothing: "No decision in this range",
    },
    "steps",
  ),
  chart({
    title: "How sure",
    asks: "How sure was the model of its decisions for each window?",
    sql: `SELECT ${inInterval} AS time, device, avg(confidence) AS value
FROM (
  SELECT time AS at, device, assumeNotNull(confidence) AS confidence
  FROM luft.predictions AS decision
  WHERE decision.confidence IS NOT NULL AND ${ofDevices} AND $__timeFilter(time)
)
GROUP BY time, device
ORDER BY time, device
${asStored}`,
    unit: "percentunit",
    min: 0,
    max: 1,
    nothing: "No decision in this range",
  }),
  chart({
    title: "Delivery delay, last day of the range",
    asks: "How long do readings take from the sensor to the hub: the middle one, and the slowest 5 %?",
    sql: `SELECT ${inInterval} AS time,
  quantilesExact(0.5, 0.95)(delay)[1] AS middle, quantilesExact(0.5, 0.95)(delay)[2] AS slowest
FROM (
  SELECT time AS at, greatest(0, dateDiff('millisecond', time, received)) / 1000 AS delay
  FROM luft.readings
  WHERE time > $__toTime - 86400 AND ${ofDevices} AND $__timeFilter(time)
)
GROUP BY time
ORDER BY time`,
    unit: "s",
    min: 0,
    nothing: "Not heard on the last day of the range",
  }),
];

const told = [
  table(
    {
      title: "Decisions and their reasons",
      asks: "What was asked, what did the model answer and why, and what did the window do?",
      sql: `SELECT time, device, trigger, temp, humidity, volume, position_before, position,
  low, high, confidence, reason, outcome, model
FROM luft.predictions
WHERE ${ofDevices} AND $__timeFilter(time)
ORDER BY time DESC
LIMIT 200`,
      unit: "none",
      nothing: "No decision in this range",
    },
    {
      temp: "celsius",
      humidity: "humidity",
      volume: "dB",
      position_before: "percent",
      position: "percent",
      low: "percent",
      high: "percent",
      confidence: "percentunit",
    },
  ),
  table(
    {
      title: "Movements and their causes",
      asks: "When did the window move, from where to where, and who wanted that?",
      sql: `SELECT time, device, from_pct, to_pct, cause, confidence, temp, humidity,
  sound_volume, reason
FROM luft.window_actions
WHERE ${ofDevices} AND $__timeFilter(time)
ORDER BY time DESC
LIMIT 200`,
      unit: "none",
      size: [14, 8],
      nothing: "The window did not move in this range",
    },
    {
      from_pct: "percent",
      to_pct: "percent",
      confidence: "percentunit",
      temp: "celsius",
      humidity: "humidity",
      sound_volume: "dB",
    },
  ),
  table({
    title: "What the device reported",
    asks: "What happened to the device itself: seen, lost, refused, configured?",
    sql: `SELECT time, device, event, detail
FROM luft.device_events
WHERE ${ofDevices} AND $__timeFilter(time)
ORDER BY time DESC
LIMIT 200`,
    unit: "none",
    size: [10, 8],
    nothing: "Nothing was reported in this range",
  }),
];

export const deviceDetail = dashboard({
  uid: "luft-device-detail",
  title: "Luft: device detail",
  description: "One device, or some: what it measured, what its window did, and why.",
  from: "now-24h",
  refresh: "30s",
  panels: [...now, ...measured, ...decided, ...told],
});
