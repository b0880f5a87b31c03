// The parts that queries are made of: the filter of the device variable, and one series of readings
// from whichever table fits the range. Everything here is text for the ClickHouse data source.

/** The devices that the dashboard's variable selects. Only in dashboards: alert rules have none. */
export const ofDevices = "$__conditionalAll(device IN (${device:singlequote}), $device)";

const minutes10 = 600;
const hour = 3600;
const day = 86_400;

/**
 * The panel's interval in seconds, rounded up to what the table that is read can give: a multiple
 * of that table's own step, so that no row counts for two points.
 */
const readingStep =
  `multiIf($__interval_s < ${minutes10}, $__interval_s,\n` +
  `    $__interval_s < ${hour},\n` +
  `      ${minutes10} * intDiv($__interval_s + ${minutes10 - 1}, ${minutes10}),\n` +
  `    $__interval_s < ${day}, ${hour} * intDiv($__interval_s + ${hour - 1}, ${hour}),\n` +
  `    ${day} * intDiv($__interval_s + ${day - 1}, ${day}))`;

/** For counts of readings: 10 minutes at least. */
export const countStep = `greatest(${minutes10}, ${readingStep})`;

/** Services write their numbers once a minute: no step of theirs is shorter. */
const serviceStep = "greatest(60, $__interval_s)";

/** The start of the step of `$__interval_s` that `at` falls into. */
export const inInterval = "toStartOfInterval(at, toIntervalSecond($__interval_s))";
/** The start of the step of countStep that `at` falls into. */
export const inCountStep = `toStartOfInterval(at, toIntervalSecond(${countStep}))`;
const inReadingStep = `toStartOfInterval(at, toIntervalSecond(${readingStep}))`;
const inServiceStep = `toStartOfInterval(at, toIntervalSecond(${serviceStep}))`;

type Wanted = { seconds: string; limits: number[]; condition: string };

// A condition without columns is decided before anything is read, so three of the four parts cost
// nothing. `limits`: from how many of `seconds` on a table is the one to read.
function tablesOf({ seconds, limits, condition }: Wanted): string[] {
  const [tens, hours, days] = limits;
  const where = `${condition}\n    AND $__timeFilter(time)`;
  const rollup = (table: string, when: string) =>
    `  SELECT device, metric, time AS at, samples, total, lowest, highest, last\n` +
    `  FROM luft.${table} WHERE ${when} AND ${where}`;
  return [
    `  SELECT device, metric, toDateTime(time, 'UTC') AS at, toUInt64(1) AS samples,\n` +
      `    value AS total, value AS lowest, value AS highest, (time, value) AS last\n` +
      `  FROM luft.readings WHERE ${seconds} < ${tens} AND ${where}`,
    rollup("readings_10m", `${seconds} >= ${tens} AND ${seconds} < ${hours}`),
    rollup("readings_1h", `${seconds} >= ${hours} AND ${seconds} < ${days}`),
    rollup("readings_1d", `${seconds} >= ${days}`),
  ];
}

const perPoint = (condition: string): Wanted => ({
  seconds: "$__interval_s",
  limits: [minutes10, hour, day],
  condition,
});

/**
 * Rows of `device, metric, at, samples, total, lowest, highest, last` for a chart: every reading
 * while the panel's interval is below 10 minutes, else the rollup whose step fits it. The mean is
 * sum(total) / sum(samples).
 */
export function readings(condition: string): string {
  return tablesOf(perPoint(condition)).join("\n  UNION ALL\n");
}

/**
 * The same rows for one number about the whole range: every reading up to 6 hours, 10 minutes up to
 * a week, hours up to a quarter of a year, then days.
 */
export function readingsOfRange(condition: string): string {
  const wanted = {
    seconds: "($__toTime - $__fromTime)",
    limits: [6 * hour + 1, 7 * day + 1, 90 * day + 1],
    condition,
  };
  return tablesOf(wanted).join("\n  UNION ALL\n");
}

/**
 * Ends a query that puts together rows by device and time: our tables are in that order, so that a
 * group is done when the next begins, which takes two thirds of the time of looking each row's up.
 */
export const asStored = "SETTINGS optimize_aggregation_in_order = 1";

/**
 * One metric of the selected devices, a line each: its mean in every step. Put together by table: a
 * union of the rows would lose their order (see `asStored`).
 */
export function means(metric: string): string {
  const ofTable = (rows: string) => `SELECT ${inReadingStep} AS time, device,
  sum(total) / sum(samples) AS value
FROM (
${rows}
)
GROUP BY time, device`;
  const tables = tablesOf(perPoint(`metric = '${metric}' AND ${ofDevices}`));
  return `SELECT time, device, value FROM (
${tables.map(ofTable).join("\nUNION ALL\n")}
)
ORDER BY time, device
${asStored}`;
}

/** Mean, lowest and highest of one metric in every step, over the selected devices together. */
export function band(metric: string): string {
  return `SELECT ${inReadingStep} AS time,
  sum(total) / sum(samples) AS mean, min(lowest) AS lowest, max(highest) AS highest
FROM (
${readings(`metric = '${metric}' AND ${ofDevices}`)}
)
GROUP BY time
ORDER BY time`;
}

/** The newest value of one metric in the range, for each selected device. */
export function newest(metric: string): string {
  return `SELECT device, max(last).2 AS value
FROM (
${readingsOfRange(`metric = '${metric}' AND ${ofDevices}`)}
)
GROUP BY device
ORDER BY device`;
}

export type Labels = Record<string, string>; // a service metric's name -> as people call it

function listed(words: string[]): string {
  return `[${words.map((word) => `'${word}'`).join(", ")}]`;
}

function serviceRows(labels: Labels): string {
  const names = Object.keys(labels);
  return `  SELECT time AS at, value,
    transform(toString(name), ${listed(names)}, ${listed(Object.values(labels))}, '') AS what
  FROM luft.service_metrics
  WHERE service = 'hub' AND name IN (${names.map((name) => `'${name}'`).join(", ")})
    AND $__timeFilter(time)`;
}

/**
 * Counters of the hub as rates. A counter's row holds the increase since the row before it, so a
 * restart is no fall, and a rate is a sum.
 */
export function rates(labels: Labels, per: "second" | "minute"): string {
  const sum = per === "minute" ? "60 * sum(value)" : "sum(value)";
  return `SELECT ${inServiceStep} AS time, what, ${sum} / ${serviceStep} AS value
FROM (
${serviceRows(labels)}
)
GROUP BY time, what
ORDER BY time, what`;
}

/** The newest of each of the hub's numbers in every step. */
export function levels(labels: Labels): string {
  return `SELECT ${inServiceStep} AS time, what, argMax(value, at) AS value
FROM (
${serviceRows(labels)}
)
GROUP BY time, what
ORDER BY time, what`;
}

/** The increase of one of the hub's counters over the range. */
export function increase(name: string): string {
  return `SELECT sum(value) AS value
FROM luft.service_metrics
WHERE service = 'hub' AND name = '${name}' AND $__timeFilter(time)
HAVING count() > 0`;
}

/** The newest of one of the hub's numbers in the range. */
export function level(name: string): string {
  return `SELECT argMax(value, time) AS value
FROM luft.service_metrics
WHERE service = 'hub' AND name = '${name}' AND $__timeFilter(time)
HAVING count() > 0`;
}
