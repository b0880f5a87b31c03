// The kinds of panels, each with the options that make it readable without a legend's help.
import {
  AxisColorMode,
  AxisPlacement,
  BarGaugeSizing,
  BigValueColorMode,
  BigValueGraphMode,
  BigValueJustifyMode,
  BigValueTextMode,
  FieldColorModeId,
  GraphDrawStyle,
  LegendDisplayMode,
  LineInterpolation,
  LogsDedupStrategy,
  LogsSortOrder,
  PercentChangeColorMode,
  SortOrder,
  StackingMode,
  TableCellHeight,
  TooltipDisplayMode,
  VisibilityMode,
  VizOrientation,
  type FieldConfigSource,
} from "@grafana/schema";
import type {
  FieldConfig as ChartField,
  Options as ChartOptions,
} from "@grafana/schema/dist/esm/raw/composable/timeseries/panelcfg/x/TimeSeriesPanelCfg_types.gen.d.ts";
import type { Options as StatOptions } from "@grafana/schema/dist/esm/raw/composable/stat/panelcfg/x/StatPanelCfg_types.gen.d.ts";
import type { Options as GaugeOptions } from "@grafana/schema/dist/esm/raw/composable/gauge/panelcfg/x/GaugePanelCfg_types.gen.d.ts";
import type { Options as TableOptions } from "@grafana/schema/dist/esm/raw/composable/table/panelcfg/x/TablePanelCfg_types.gen.d.ts";
import type { Options as LogsOptions } from "@grafana/schema/dist/esm/raw/composable/logs/panelcfg/x/LogsPanelCfg_types.gen.d.ts";
import type {
  FieldConfig as TimelineField,
  Options as TimelineOptions,
} from "@grafana/schema/dist/esm/raw/composable/statetimeline/panelcfg/x/StateTimelinePanelCfg_types.gen.d.ts";
import type {
  FieldConfig as BarsField,
  Options as BarsOptions,
} from "@grafana/schema/dist/esm/raw/composable/barchart/panelcfg/x/BarChartPanelCfg_types.gen.d.ts";

import { defaults, panel, type Question, type Unplaced, type Unit } from "./panel.js";

const legend = {
  showLegend: true,
  displayMode: LegendDisplayMode.List,
  placement: "bottom" as const,
  calcs: [],
};
const tooltip = { mode: TooltipDisplayMode.Multi, sort: SortOrder.Descending };

/** How a chart draws: a line, steps that hold until the next point, or bars on each other. */
export type Drawn = "line" | "steps" | "stacked bars";

/**
 * The longest gap that a line or a bar of a timeline bridges: three of the longest intervals
 * between readings, or decisions. Of several devices, each has nothing where another has a value.
 */
const gap_ms = 15 * 60_000;

/** Values over time. */
export function chart(question: Question, drawn: Drawn = "line"): Unplaced {
  const custom: ChartField = {
    drawStyle: drawn === "stacked bars" ? GraphDrawStyle.Bars : GraphDrawStyle.Line,
    lineInterpolation: drawn === "steps" ? LineInterpolation.StepAfter : LineInterpolation.Linear,
    lineWidth: drawn === "stacked bars" ? 0 : 1,
    fillOpacity: drawn === "stacked bars" ? 80 : 0,
    spanNulls: drawn === "stacked bars" ? false : gap_ms,
    axisPlacement: AxisPlacement.Auto,
    axisColorMode: AxisColorMode.Text,
    ...(drawn === "stacked bars" ? { stacking: { mode: StackingMode.Normal, group: "A" } } : {}),
  };
  const options: ChartOptions = { legend, tooltip };
  return panel("timeseries", question, 0, [12, 8], {
    options: { ...options },
    fieldConfig: {
      defaults: {
        ...defaults(question),
        color: { mode: FieldColorModeId.PaletteClassic },
        custom: { ...custom },
      },
      overrides: [],
    },
  });
}

const lastOfEach = { calcs: ["lastNotNull"], fields: "", values: true, limit: 100 };

/** One number, or one for each row where the query names them in a first column. */
export function stat(question: Question, show: "one" | "each" = "one"): Unplaced {
  const options: StatOptions = {
    reduceOptions:
      show === "each"
        ? lastOfEach
        : {
            calcs: ["lastNotNull"],
            fields: question.unit === "string" ? "/.*/" : "",
            values: false,
          },
    colorMode: question.steps ? BigValueColorMode.Background : BigValueColorMode.None,
    graphMode: BigValueGraphMode.None,
    justifyMode: BigValueJustifyMode.Auto,
    textMode: BigValueTextMode.Auto,
    percentChangeColorMode: PercentChangeColorMode.Standard,
    orientation: VizOrientation.Auto,
    showPercentChange: false,
    wideLayout: true,
  };
  return panel("stat", question, 1, [4, 4], {
    options: { ...options },
    fieldConfig: { defaults: defaults(question), overrides: [] },
  });
}

/** A dial for each row: a name and a number. */
export function gauges(question: Question): Unplaced {
  const options: GaugeOptions = {
    reduceOptions: lastOfEach,
    orientation: VizOrientation.Auto,
    showThresholdLabels: false,
    showThresholdMarkers: true,
    sizing: BarGaugeSizing.Auto,
    minVizHeight: 75,
    minVizWidth: 75,
  };
  return panel("gauge", question, 1, [12, 8], {
    options: { ...options },
    fieldConfig: { defaults: defaults(question), overrides: [] },
  });
}

/** Bars side by side, the first column naming them. */
export function bars(question: Question): Unplaced {
  const custom: BarsField = { fillOpacity: 80, lineWidth: 0, axisPlacement: AxisPlacement.Auto };
  const options: BarsOptions = {
    legend: { ...legend, showLegend: false },
    tooltip: { mode: TooltipDisplayMode.Single, sort: SortOrder.None },
    orientation: VizOrientation.Auto,
    showValue: VisibilityMode.Auto,
    stacking: StackingMode.None,
    barWidth: 0.9,
    groupWidth: 0.7,
    fullHighlight: false,
    xTickLabelMaxLength: 0,
    xTickLabelRotation: 0,
  };
  return panel("barchart", question, 1, [12, 8], {
    options: { ...options },
    fieldConfig: { defaults: { ...defaults(question), custom: { ...custom } }, overrides: [] },
  });
}

/** What was in force when: a bar a row, coloured by its value. */
export function timeline(question: Question): Unplaced {
  // Which Grafana's panel reads ("Connect null values"), though its schema does not name it.
  const custom: TimelineField & { spanNulls: number } = {
    fillOpacity: 80,
    lineWidth: 0,
    spanNulls: gap_ms,
  };
  const options: TimelineOptions = {
    legend,
    tooltip,
    showValue: VisibilityMode.Auto,
    rowHeight: 0.9,
    mergeValues: true,
  };
  return panel("state-timeline", question, 0, [24, 7], {
    options: { ...options },
    fieldConfig: { defaults: { ...defaults(question), custom: { ...custom } }, overrides: [] },
  });
}

/** A column that has a unit of its own. */
export type Columns = Record<string, Unit>;

/** Rows. A column `device` leads to that device's dashboard. */
export function table(question: Question, columns: Columns = {}): Unplaced {
  const options: TableOptions = {
    frameIndex: 0,
    showHeader: true,
    cellHeight: "sm" as TableCellHeight,
  };
  const overrides: FieldConfigSource["overrides"] = Object.entries(columns).map(([name, unit]) => ({
    matcher: { id: "byName", options: name },
    properties: [{ id: "unit", value: unit }],
  }));
  overrides.push({
    matcher: { id: "byName", options: "device" },
    properties: [
      {
        id: "links",
        value: [
          {
            title: "This device in detail",
            url: "/d/luft-device-detail?${__url_time_range}&var-device=${__value.raw:percentencode}",
          },
        ],
      },
    ],
  });
  return panel("table", question, 1, [24, 8], {
    options: { ...options },
    fieldConfig: {
      defaults: { ...defaults(question), custom: { filterable: true } },
      overrides,
    },
  });
}

/** Lines of text, newest first: columns timestamp, body, level. */
export function logs(question: Question): Unplaced {
  const options: LogsOptions = {
    showTime: true,
    showLabels: false,
    showCommonLabels: false,
    showLogContextToggle: false,
    wrapLogMessage: true,
    prettifyLogMessage: false,
    enableLogDetails: true,
    dedupStrategy: LogsDedupStrategy.none,
    sortOrder: LogsSortOrder.Descending,
  };
  return panel("logs", question, 2, [24, 8], {
    options: { ...options },
    fieldConfig: { defaults: defaults(question), overrides: [] },
  });
}
