// Whether an answer has the columns that its panel can draw.
import type { Asked } from "../source/questions.js";
import type { Answer } from "./database.js";

type Sort = "time" | "text" | "number" | "other";

/** What the data source makes of a column; states of aggregates, maps and tuples it refuses. */
function sortOf(type: string): Sort {
  const inner = type.replace(/^(?:Nullable|LowCardinality)\((.*)\)$/, "$1");
  if (inner !== type) return sortOf(inner);
  if (/^Date/.test(inner)) return "time";
  if (/^(?:String|Enum)/.test(inner)) return "text";
  if (/^U?Int(?:8|16|32|64)$|^Float/.test(inner)) return "number";
  return "other";
}

function ascends(rows: unknown[][]): boolean {
  return rows.every((row, index) => index === 0 || String(rows[index - 1]?.[0]) <= String(row[0]));
}

function unique(rows: unknown[][], columns: number): boolean {
  return new Set(rows.map((row) => JSON.stringify(row.slice(0, columns)))).size === rows.length;
}

/** What is wrong with it; empty: nothing. */
export function faults(asked: Asked, { columns, rows }: Answer): string[] {
  const sorts = columns.map(({ type }) => sortOf(type)).join(" ");
  const names = columns.map(({ name }) => name);
  const wrong: string[] = [];
  const want = (holds: boolean, what: string) => {
    if (!holds) wrong.push(`${what}: ${columns.map(({ name, type }) => `${name} ${type}`)}`);
  };
  want(!sorts.includes("other"), "a column that the data source cannot read");
  switch (asked.kind) {
    case "timeseries":
    case "state-timeline":
      want(/^time (?:text number|number(?: number)*)$/.test(sorts), "time, a name, numbers");
      want(names[0] === "time", "the first column is called time");
      want(ascends(rows), "time ascends");
      want(unique(rows, sorts.includes("text") ? 2 : 1), "one value for each time and name");
      break;
    case "stat":
      want(/^(?:text )?number$|^text$/.test(sorts), "a name, a number");
      want(sorts.startsWith("text ") ? unique(rows, 1) : rows.length <= 1, "one row for each");
      break;
    case "gauge":
    case "barchart":
      want(/^text number$/.test(sorts), "a name, a number");
      want(unique(rows, 1), "one row for each name");
      break;
    case "table":
      want(rows.length <= 200, "no more rows than a person reads");
      break;
    case "logs":
      want(names.join() === "timestamp,body,level" && sorts === "time text text", "lines");
      break;
    case "variable":
      want(sorts === "text text", "a value, a text");
      break;
    case "annotation":
      want(names.join() === "time,text,tags" && sorts === "time text text", "marks");
      break;
    case "alert":
      want(/^(?:text )*number$/.test(sorts) && names.at(-1) === "value", "labels, a value");
      break;
    default:
      want(false, `nobody said what ${asked.kind} needs`);
  }
  return wrong;
}
