// Panels as this project uses them: each answers a question with one query, and says its unit, what
// its colours mean and what it shows when there is nothing. Types are Grafana's own.
import {
  FieldColorModeId,
  ThresholdsMode,
  type FieldConfigSource,
  type GridPos,
  type Panel,
  type Threshold,
  type ValueMapping,
} from "@grafana/schema";

export type Unit =
  | "celsius"
  | "humidity"
  | "dB"
  | "percent"
  | "percentunit"
  | "s"
  | "ms"
  | "bytes"
  | "cps"
  | "short"
  | "none"
  | "string"
  | "dateTimeFromNow";

/** What the data source is asked for: 0 time series, 1 table, 2 logs. */
export type Format = 0 | 1 | 2;

export type Query = {
  refId: string;
  datasource: { type: string; uid: string };
  editorType: "sql";
  rawSql: string;
  format: Format;
  queryType: "timeseries" | "table" | "logs";
  pluginVersion: string;
  meta: Record<string, never>;
};

/** A panel before it has a place on its dashboard. */
export type Unplaced = Panel & {
  title: string;
  description: string;
  targets: Query[];
  size: Pick<GridPos, "w" | "h">;
};

export const source = { type: "grafana-clickhouse-datasource", uid: "${datasource}" };

const words = { 0: "timeseries", 1: "table", 2: "logs" } as const;

export function query(rawSql: string, format: Format, datasource = source): Query {
  return {
    refId: "A",
    datasource,
    editorType: "sql",
    rawSql,
    format,
    queryType: words[format],
    pluginVersion: "4.20.0",
    meta: {},
  };
}

/** One colour, one meaning, on every dashboard. */
export const colors = {
  fine: "green",
  notice: "yellow",
  wrong: "red",
  plain: "blue",
  none: "text",
} as const;

export type Steps = [from: number | null, color: string][];

export interface Question {
  title: string;
  asks: string; // the question that the panel answers, and how to read the answer
  sql: string;
  unit: Unit;
  steps?: Steps; // of thresholds, the first from null; without: one colour that says nothing
  min?: number;
  max?: number;
  decimals?: number;
  size?: [width: number, height: number];
  nothing?: string; // what is shown when there is no data
  mappings?: ValueMapping[];
}

export function defaults(question: Question): FieldConfigSource["defaults"] {
  const steps: Threshold[] = (question.steps ?? [[null, colors.plain]]).map(([value, color]) => ({
    value,
    color,
  }));
  return {
    unit: question.unit,
    noValue: question.nothing ?? "Nothing in this range",
    color: {
      mode: question.steps ? FieldColorModeId.Thresholds : FieldColorModeId.PaletteClassic,
    },
    thresholds: { mode: ThresholdsMode.Absolute, steps },
    mappings: question.mappings ?? [],
    ...(question.min === undefined ? {} : { min: question.min }),
    ...(question.max === undefined ? {} : { max: question.max }),
    ...(question.decimals === undefined ? {} : { decimals: question.decimals }),
  };
}

export function panel(
  type: string,
  question: Question,
  format: Format,
  size: [width: number, height: number],
  more: Pick<Panel, "options" | "fieldConfig">,
): Unplaced {
  const [w, h] = question.size ?? size;
  return {
    type,
    title: question.title,
    description: question.asks,
    datasource: source,
    interval: "1m", // devices and services say something once a minute
    targets: [query(question.sql, format)],
    size: { w, h },
    ...more,
  };
}
