// What a panel must show, computed from the month's rows and nothing else: tables of named values.
import type { Asking } from "../source/macros.js";
import type { Month } from "./month.js";

/** Times are milliseconds since 1970; a value that a table leaves open is null. */
export type Row = Record<string, number | string | null>;

export type Expectation = (month: Month, asking: Asking) => Row[];

interface Timed {
  time: number;
}

/** The rows in the range: its ends are whole seconds, as $__timeFilter has them. */
export function inRange<T extends Timed>(rows: T[], { range }: Asking): T[] {
  const [from, to] = [range.from.getTime(), range.to.getTime()];
  return rows.filter((row) => row.time >= from && row.time <= to);
}

/** Those of the chosen devices. */
export function chosen<T extends Timed & { device: string }>(rows: T[], asking: Asking): T[] {
  const { devices } = asking;
  const timely = inRange(rows, asking);
  return devices === "all" ? timely : timely.filter(({ device }) => devices.includes(device));
}

export function grouped<T>(rows: T[], key: (row: T) => string | number): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const name = String(key(row));
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  return groups;
}

const byCode = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** A row for each name, in their order. */
export function each<T>(
  rows: T[],
  key: (row: T) => string,
  columns: (group: T[], name: string) => Row,
): Row[] {
  return [...grouped(rows, key)]
    .sort(([a], [b]) => byCode(a, b))
    .map(([name, group]) => columns(group, name));
}

/** A row for each step of time, and each name within it. */
export function series<T extends Timed>(
  rows: T[],
  step_s: number,
  key: (row: T) => string,
  columns: (group: T[], name: string) => Row,
): Row[] {
  const step = step_s * 1000;
  const steps = grouped(rows, (row) => Math.floor(row.time / step) * step);
  return [...steps]
    .sort(([a], [b]) => Number(a) - Number(b))
    .flatMap(([time, group]) =>
      each(group, key, (members, name) => ({ time: Number(time), ...columns(members, name) })),
    );
}

export const together = () => "";

export const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);
export const mean = (values: number[]) => sum(values) / values.length;

/** The value at which the share `level` of all lies below, as quantileExact picks it. */
export function quantile(values: number[], level: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(level * sorted.length))] ?? NaN;
}

/** The row with the latest time. */
export function latest<T extends Timed>(rows: T[]): T {
  return rows.reduce((newest, row) => (row.time > newest.time ? row : newest));
}

export function newestFirst<T extends Timed>(rows: T[], limit: number): T[] {
  return [...rows].sort((a, b) => b.time - a.time).slice(0, limit);
}

/** One row, or none where there is nothing to say it about. */
export function one<T>(rows: T[], columns: (rows: T[]) => Row): Row[] {
  return rows.length === 0 ? [] : [columns(rows)];
}

/** The step of a chart of readings: what the interval is rounded up to. */
export function readingStep({ interval_s }: Asking): number {
  const steps =
    interval_s < 600 ? 1 : interval_s < 3600 ? 600 : interval_s < 86_400 ? 3600 : 86_400;
  return Math.ceil(interval_s / steps) * steps;
}

/** How many times the clock's second changed between the two. */
export function secondsBetween(earlier: number, later: number): number {
  return Math.floor(later / 1000) - Math.floor(earlier / 1000);
}

export function pick<T extends object>(...names: (keyof T & string)[]): (row: T) => Row {
  return (row) => Object.fromEntries(names.map((name) => [name, row[name] as Row[string]]));
}
