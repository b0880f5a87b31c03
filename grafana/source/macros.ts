// What becomes of a query before the database sees it, as grafana-clickhouse-datasource 4.x does
// it: first in the browser ($__conditionalAll, variables), then in the plugin's backend (the other
// macros). For the checks and the benchmark; Grafana has its own.
//
// Source: the plugin's src/data/CHDatasource.ts and pkg/macros/macros.go.

export interface Range {
  from: Date;
  to: Date;
}

export interface Asking {
  range: Range;
  interval_s: number; // of the panel: its points are so far apart
  devices: "all" | string[];
}

/** The arguments of a macro whose "(" is at `open`, and where its ")" is. */
function argumentsAt(sql: string, open: number): { args: string[]; close: number } {
  const args: string[] = [];
  let depth = 0;
  let start = open + 1;
  for (let at = open; at < sql.length; ++at) {
    const c = sql[at];
    if (c === "(") ++depth;
    if (c === "," && depth === 1) {
      args.push(sql.slice(start, at));
      start = at + 1;
    }
    if (c === ")" && --depth === 0) {
      args.push(sql.slice(start, at));
      return { args, close: at };
    }
  }
  throw new Error(`a macro is not closed: ${sql.slice(open, open + 40)}`);
}

function conditionalAll(sql: string, devices: Asking["devices"]): string {
  const macro = "$__conditionalAll(";
  for (let at = sql.lastIndexOf(macro); at !== -1; at = sql.lastIndexOf(macro)) {
    const { args, close } = argumentsAt(sql, at + macro.length - 1);
    if (args.length !== 2) throw new Error("$__conditionalAll wants a condition and a variable");
    const condition = devices === "all" ? "1=1" : args[0];
    sql = sql.slice(0, at) + condition + sql.slice(close + 1);
  }
  return sql;
}

/** Grafana's format `singlequote`. */
function quoted(values: string[]): string {
  return values.map((value) => `'${value.replace(/'/g, "\\'")}'`).join(",");
}

function inBrowser(sql: string, asking: Asking): string {
  const values = asking.devices === "all" ? [] : asking.devices;
  return conditionalAll(sql, asking.devices).replace(/\$\{device:singlequote\}/g, () =>
    quoted(values),
  );
}

const seconds = (time: Date) => Math.floor(time.getTime() / 1000);
const dateTime = (time: Date) => `toDateTime(${seconds(time)})`;
const milliseconds = (time: Date) => `fromUnixTimestamp64Milli(${time.getTime()})`;

type Macro = (args: string[], asking: Asking) => string;

function between(column: string | undefined, from: string, to: string): string {
  if (column === undefined) throw new Error("a time filter wants a column");
  return `${column} >= ${from} AND ${column} <= ${to}`;
}

/** Longer names first: $__timeFilter is the start of $__timeFilter_ms. */
const macros: [name: string, Macro][] = [
  [
    "timeFilter_ms",
    ([column], { range }) => between(column, milliseconds(range.from), milliseconds(range.to)),
  ],
  [
    "timeFilter",
    ([column], { range }) => between(column, dateTime(range.from), dateTime(range.to)),
  ],
  [
    "timeInterval",
    ([column], { interval_s }) =>
      `toStartOfInterval(toDateTime(${column}), INTERVAL ${Math.max(1, interval_s)} second)`,
  ],
  ["interval_s", (_, { interval_s }) => String(Math.max(1, Math.floor(interval_s)))],
  ["fromTime", (_, { range }) => dateTime(range.from)],
  ["toTime", (_, { range }) => dateTime(range.to)],
];

function inBackend(sql: string, asking: Asking): string {
  for (const [name, expand] of macros) {
    const word = new RegExp(`\\$__${name}\\b`);
    for (let found = word.exec(sql); found !== null; found = word.exec(sql)) {
      const end = found.index + found[0].length;
      const { args, close } =
        sql[end] === "(" ? argumentsAt(sql, end) : { args: [], close: end - 1 };
      sql = sql.slice(0, found.index) + expand(args, asking) + sql.slice(close + 1);
    }
  }
  return sql;
}

/** The query as the database gets it. An unknown macro stays, and the database refuses it. */
export function expanded(sql: string, asking: Asking): string {
  return inBackend(inBrowser(sql, asking), asking);
}

/** Below so many seconds between two points, so many are taken (rangeutil.roundInterval). */
const rounded_s: [below: number, taken: number][] = [
  [90, 60],
  [210, 120],
  [450, 300],
  [750, 600],
  [1050, 900],
  [1500, 1200],
  [2700, 1800],
  [5400, 3600],
  [9000, 7200],
  [16_200, 10_800],
  [32_400, 21_600],
  [86_400, 43_200],
  [604_800, 86_400],
  [1_814_400, 604_800],
  [3_628_800, 2_592_000],
];

/** The interval that Grafana gives a panel `points` wide; the panels' own least one is a minute. */
export function intervalFor(range: Range, points = 1000): number {
  const exact = (range.to.getTime() - range.from.getTime()) / 1000 / points;
  return rounded_s.find(([below]) => exact < below)?.[1] ?? 31_536_000;
}
