// Compares an answer of the database with what was computed from the seed, value by value.
import type { Answer } from "./database.js";
import type { Row } from "./expectation.js";

const isTime = (type: string) => /^(?:Nullable\()?Date/.test(type);
const isNumber = (type: string) => /^(?:Nullable\()?(?:U?Int|Float)/.test(type);

/** "2026-09-01 00:00:00.123", in UTC. */
const milliseconds = (text: unknown) => Date.parse(`${String(text).replace(" ", "T")}Z`);

function readable({ columns, rows }: Answer): Row[] {
  return rows.map((row) =>
    Object.fromEntries(
      columns.map(({ name, type }, index) => {
        const value = row[index] ?? null;
        if (value === null) return [name, null];
        if (isTime(type)) return [name, milliseconds(value)];
        return [name, isNumber(type) ? Number(value) : String(value)];
      }),
    ),
  );
}

/** Sums may be taken in another order. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== "number" || typeof b !== "number") return a === b;
  return Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(a), Math.abs(b));
}

function rowsDiffer(got: Row, expected: Row): boolean {
  const names = Object.keys(expected);
  if (names.join() !== Object.keys(got).join()) return true;
  return names.some((name) => !same(got[name], expected[name]));
}

/** The first difference, for people; empty: there is none. */
export function difference(answer: Answer, expected: Row[]): string {
  const got = readable(answer);
  const at = expected.findIndex((row, index) => {
    const other = got[index];
    return other === undefined || rowsDiffer(other, row);
  });
  if (at === -1 && got.length === expected.length) return "";
  const where = at === -1 ? expected.length : at;
  return (
    `${got.length} rows instead of ${expected.length}; row ${where}:\n` +
    `  got      ${JSON.stringify(got[where])}\n  expected ${JSON.stringify(expected[where])}`
  );
}
