// "Is the model any good?": how often and how fast it decides, how sure it is, and what people say
// to that with their hands.
import { dashboard } from "./dashboard.js";
import { bars, chart, stat, table } from "./kinds.js";
import { colors } from "./panel.js";
import { asStored, inInterval, ofDevices } from "./sql.js";

// The table has a name, so that a query may call what it makes of a column like the column.
const decided = `FROM luft.predictions AS decision
WHERE decision.position IS NOT NULL AND ${ofDevices} AND $__timeFilter(time)`;

/** A rule of thumb for shares: most of them well, half of them not. */
const mostly: [number | null, string][] = [
  [null, colors.wrong],
  [0.8, colors.notice],
  [0.95, colors.fine],
];

/**
 * Each position that a person chose, with the decision that was in force then. Only decisions of
 * that hour and the one before are joined, so that a year of them costs little. Found by a hash, in
 * half the time of a tuple; one that is found by chance is left out by the join.
 */
const hands = `  SELECT chosen.at AS at, chosen.position AS chosen, decision.position AS decided,
    decision.low AS low, decision.high AS high
  FROM (
    SELECT device, time AS at, position FROM luft.wishes
    WHERE ${ofDevices} AND $__timeFilter(time)
  ) AS chosen
  ASOF JOIN (
    SELECT device, time AS at, assumeNotNull(position) AS position, low, high
    FROM luft.predictions AS decision
    WHERE decision.position IS NOT NULL AND cityHash64(device, toStartOfHour(time)) IN (
      SELECT cityHash64(device, toStartOfHour(time) - arrayJoin([0, 3600]))
      FROM luft.wishes WHERE ${ofDevices} AND $__timeFilter(time)
    )
  ) AS decision
  ON chosen.device = decision.device AND chosen.at >= decision.at`;

const numbers = [
  stat({
    title: "Model in force",
    asks: "Which model made the last decision in the range?",
    sql: `SELECT toString(argMax(model, time)) AS model ${decided}
HAVING count() > 0`,
    unit: "string",
    nothing: "No decision in this range",
  }),
  stat({
    title: "Requests answered",
    asks: "Which share of the hub's requests did the model answer?",
    sql: `SELECT countIf(position IS NOT NULL) / count() AS value
FROM luft.predictions
WHERE ${ofDevices} AND $__timeFilter(time)
HAVING count() > 0`,
    unit: "percentunit",
    decimals: 1,
    steps: mostly,
    nothing: "Nothing was asked in this range",
  }),
  stat({
    title: "Latency, slowest 5 %",
    asks: "From request to decision: which time did 95 of 100 decisions stay below?",
    sql: `SELECT quantileExact(0.95)(latency_ms) AS value
${decided} AND decision.latency_ms IS NOT NULL
HAVING count() > 0`,
    unit: "ms",
    steps: [
      [null, colors.fine],
      [100, colors.notice],
      [1000, colors.wrong],
    ],
    nothing: "No decision in this range",
  }),
  stat({
    title: "Overrides per 100 decisions",
    asks: "How often did a person's hand say otherwise?",
    sql: `SELECT 100 * (
    SELECT count() FROM luft.window_actions
    WHERE cause = 'person' AND ${ofDevices} AND $__timeFilter(time)
  ) / count() AS value
${decided}
HAVING count() > 0`,
    unit: "short",
    decimals: 1,
    steps: [
      [null, colors.fine],
      [5, colors.notice],
      [20, colors.wrong],
    ],
    nothing: "No decision in this range",
  }),
  stat({
    title: "Coverage",
    asks: "Of the positions that people chose, which share lay within the decision's low and high?",
    sql: `SELECT avg(chosen >= low AND chosen <= high) AS value
FROM (
${hands}
)
HAVING count() > 0`,
    unit: "percentunit",
    min: 0,
    max: 1,
    nothing: "Nobody chose a position in this range",
  }),
  stat({
    title: "Distance to the hand",
    asks: "Accuracy: how many points lay between what people chose and what had been decided?",
    sql: `SELECT avg(abs(chosen - decided)) AS value
FROM (
${hands}
)
HAVING count() > 0`,
    unit: "percent",
    decimals: 0,
    nothing: "Nobody chose a position in this range",
  }),
];

const charts = [
  chart(
    {
      title: "Predictions by device",
      asks: "How often was each window decided about?",
      sql: `SELECT ${inInterval} AS time, device, count() AS value
FROM (SELECT time AS at, device ${decided})
GROUP BY time, device
ORDER BY time, device
${asStored}`,
      unit: "short",
      nothing: "No decision in this range",
    },
    "stacked bars",
  ),
  bars({
    title: "Confidence, how often",
    asks: "How are the decisions' confidences distributed, in steps of 5 %?",
    sql: `SELECT concat(toString(5 * bin), '–', toString(5 * bin + 5), ' %') AS confidence,
  count() AS decisions
FROM (
  SELECT least(19, toInt32(floor(assumeNotNull(confidence) * 20))) AS bin
  ${decided} AND decision.confidence IS NOT NULL
)
GROUP BY bin
ORDER BY bin`,
    unit: "short",
    nothing: "No decision in this range",
  }),
  chart({
    title: "Inference latency",
    asks: "How long does a decision take, from request to control: middle, slowest 5 % and 1 %?",
    sql: `SELECT ${inInterval} AS time,
  quantilesExact(0.5, 0.95, 0.99)(latency)[1] AS middle,
  quantilesExact(0.5, 0.95, 0.99)(latency)[2] AS slowest_5,
  quantilesExact(0.5, 0.95, 0.99)(latency)[3] AS slowest_1
FROM (
  SELECT time AS at, assumeNotNull(latency_ms) AS latency
  ${decided} AND decision.latency_ms IS NOT NULL
)
GROUP BY time
ORDER BY time`,
    unit: "ms",
    min: 0,
    nothing: "No decision in this range",
  }),
  bars({
    title: "Positions chosen by the model",
    asks: "How far does the model open windows, in steps of 10 points?",
    sql: `SELECT concat(toString(10 * bin), ' %') AS position, count() AS decisions
FROM (SELECT toInt32(floor(assumeNotNull(position) / 10)) AS bin ${decided})
GROUP BY bin
ORDER BY bin`,
    unit: "short",
    nothing: "No decision in this range",
  }),
  chart(
    {
      title: "What became of decisions",
      asks: "Did the window move, stand there already, refuse, or was there no answer?",
      sql: `SELECT ${inInterval} AS time, what, count() AS value
FROM (
  SELECT time AS at, splitByChar(':', toString(outcome))[1] AS what
  FROM luft.predictions
  WHERE ${ofDevices} AND $__timeFilter(time)
)
GROUP BY time, what
ORDER BY time, what`,
      unit: "short",
      nothing: "Nothing was asked in this range",
    },
    "stacked bars",
  ),
  bars({
    title: "What moves with the decision",
    asks: "Which inputs go along with opening wide (up to 1) or little (down to -1)? Correlation.",
    sql: `SELECT pair.1 AS feature, round(pair.2, 4) AS correlation
FROM (
  SELECT arrayJoin([
    ('temperature', ifNull(corrStable(temp, position), nan)),
    ('humidity', ifNull(corrStable(humidity, position), nan)),
    ('sound', ifNull(corrStable(volume, position), nan)),
    ('outdoors', ifNull(corrStable(outdoor_temp, position), nan))
  ]) AS pair
  ${decided}
  HAVING count() > 1
)
WHERE isFinite(pair.2)`,
    unit: "none",
    min: -1,
    max: 1,
    nothing: "Too few decisions in this range",
  }),
  chart({
    title: "Confidence by model",
    asks: "How sure was each model on average?",
    sql: `SELECT ${inInterval} AS time, model, avg(confidence) AS value
FROM (
  SELECT time AS at, model, assumeNotNull(confidence) AS confidence
  ${decided} AND decision.confidence IS NOT NULL
)
GROUP BY time, model
ORDER BY time, model`,
    unit: "percentunit",
    min: 0,
    max: 1,
    nothing: "No decision in this range",
  }),
  chart(
    {
      title: "Overrides by device",
      asks: "Where and when did people take over?",
      sql: `SELECT ${inInterval} AS time, device, count() AS value
FROM (
  SELECT time AS at, device FROM luft.window_actions
  WHERE cause = 'person' AND ${ofDevices} AND $__timeFilter(time)
)
GROUP BY time, device
ORDER BY time, device`,
      unit: "short",
      nothing: "Nobody took over in this range",
    },
    "stacked bars",
  ),
  bars({
    title: "Distance to the hand, how often",
    asks: "How far from the decision did people choose, in steps of 10 points?",
    sql: `SELECT concat(toString(10 * bin), '–', toString(10 * bin + 10)) AS distance,
  count() AS choices
FROM (
  SELECT least(9, toInt32(floor(abs(chosen - decided) / 10))) AS bin
  FROM (
${hands}
  )
)
GROUP BY bin
ORDER BY bin`,
    unit: "short",
    nothing: "Nobody chose a position in this range",
  }),
  chart({
    title: "How wide low to high is",
    asks: "How narrow is the range of positions that the model holds for right, on average?",
    sql: `SELECT ${inInterval} AS time, avg(width) AS width
FROM (
  SELECT time AS at, assumeNotNull(high) - assumeNotNull(low) AS width
  ${decided} AND decision.low IS NOT NULL AND decision.high IS NOT NULL
)
GROUP BY time
ORDER BY time`,
    unit: "percent",
    min: 0,
    nothing: "No decision in this range",
  }),
];

export const mlMetrics = dashboard({
  uid: "luft-ml-metrics",
  title: "Luft: model metrics",
  description: "How often, how fast and how surely the model decides, and what people say to it.",
  from: "now-7d",
  refresh: "1m",
  panels: [
    ...numbers,
    ...charts,
    table(
      {
        title: "Models",
        asks: "Which models decided in the range, since when and how surely?",
        sql: `SELECT model, min(time) AS first, max(time) AS last, count() AS decisions,
  avg(confidence) AS confidence, quantileExact(0.95)(latency_ms) AS latency
${decided}
GROUP BY model
ORDER BY first`,
        unit: "none",
        nothing: "No decision in this range",
      },
      { decisions: "short", confidence: "percentunit", latency: "ms" },
    ),
  ],
});
