// Figures as a file of comma-separated values (RFC 4180), saved by the browser.
import type { Series } from "../api/types";

export type Cell = string | number | null;

export function csvOf(rows: readonly (readonly Cell[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(",")}\r\n`).join("");
}

function cellOf(cell: Cell): string {
  if (cell === null) return "";
  const text = String(cell);
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

export function rowsOfSeries({ metric, unit, step, points }: Series): Cell[][] {
  const value = unit ? `${metric} (${unit})` : metric;
  const heading =
    step === "raw" ? ["time", value] : ["time", value, "lowest", "highest", "readings"];
  return [heading, ...points.map(([ms, ...rest]) => [new Date(ms).toISOString(), ...rest])];
}

export function saveCsv(name: string, rows: readonly (readonly Cell[])[]): void {
  const url = URL.createObjectURL(new Blob([csvOf(rows)], { type: "text/csv;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = `luft-${name}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
