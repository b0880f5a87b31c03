// One strip: a small uPlot chart that shares its time axis and cursor with the others of a room.
import uPlot from "uplot";
import { date, minute, time } from "../format";
import type { Field } from "../rooms/comfort";
import { drawComfort, drawGaps, drawOutside, type Paint } from "./paint";
import type { Gap } from "./series";

export interface StripSpec {
  group: string; // charts of one group move together
  height: number; // of the plot, without the time axis
  timeAxis: boolean;
  kind: "line" | "steps";
  marks: number[]; // values written at the right edge
  label(value: number): string;
  range(min: number | null, max: number | null): [number, number];
  onCursor(index: number | null): void;
  onView(plot: uPlot): void; // the drawn time range changed
}

export interface StripData {
  columns: { x: number[]; y: (number | null)[]; low: (number | null)[]; high: (number | null)[] };
  gaps: Gap[];
  fields: Field[]; // what is comfortable, when
}

export const rightMargin = 44;
const timeAxisHeight = 22;

export interface Strip {
  plot: uPlot;
  set(data: StripData, fromMs: number, toMs: number): void;
  destroy(): void;
}

export function createStrip(root: HTMLElement, spec: StripSpec, paint: Paint): Strip {
  let shown: StripData = { columns: { x: [], y: [], low: [], high: [] }, gaps: [], fields: [] };
  let home: [number, number] = [0, 1];
  let zoomed = false;

  const options: uPlot.Options = {
    width: Math.max(120, root.clientWidth),
    height: spec.height + (spec.timeAxis ? timeAxisHeight : 0),
    ms: 1,
    legend: { show: false },
    padding: [4, 0, spec.timeAxis ? 0 : 4, 0],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, dist: 6 },
      sync: { key: spec.group, setSeries: false },
    },
    scales: {
      x: { time: true, range: (_, min, max) => (zoomed ? [min, max] : home) },
      y: { range: (_, min, max) => spec.range(min, max) },
    },
    axes: [xAxis(spec.timeAxis, paint), yAxis(spec, paint)],
    series: seriesOf(spec.kind, paint),
    bands: [{ series: [3, 2], fill: () => paint.spread(spec.kind) }],
    hooks: {
      drawClear: [(u) => drawComfort(u, shown.fields, paint)],
      draw: [
        (u) => drawOutside(u, shown.fields, paint),
        (u) => drawGaps(u, shown.gaps, paint),
        spec.onView,
      ],
      setCursor: [(u) => spec.onCursor(u.cursor.idx ?? null)],
      setSelect: [(u) => (zoomed = zoomed || u.select.width > 0)],
    },
  };
  // A double click shows everything again: uPlot then asks the range above, which must answer home.
  const bind: uPlot.Cursor.Bind = {
    dblclick: (_, __, handler) => (event) => {
      zoomed = false;
      return handler(event);
    },
  };
  options.cursor = { ...options.cursor, bind };

  const plot = new uPlot(options, [[], [], [], []], root);
  const resize = new ResizeObserver(() => {
    const width = Math.max(120, root.clientWidth);
    if (width !== plot.width) plot.setSize({ width, height: options.height });
  });
  resize.observe(root);

  return {
    plot,
    set(data, fromMs, toMs) {
      shown = data;
      home = [fromMs, toMs];
      const { x, y, low, high } = data.columns;
      plot.setData([x, y, low, high], !zoomed);
      if (zoomed) plot.redraw();
    },
    destroy() {
      resize.disconnect();
      plot.destroy();
    },
  };
}

function seriesOf(kind: StripSpec["kind"], paint: Paint): uPlot.Series[] {
  const { stepped } = uPlot.paths;
  const steps = kind === "steps" && stepped ? { paths: stepped({ align: 1 }) } : {};
  const edge: uPlot.Series = { width: 0, points: { show: false }, ...steps };
  const line: uPlot.Series = {
    stroke: () => (kind === "steps" ? paint.colour("--air") : paint.colour("--ink")),
    width: kind === "steps" ? 2 : 1.75,
    spanGaps: false,
    points: { show: false },
    ...steps,
  };
  return [{}, line, { ...edge }, { ...edge }];
}

function xAxis(show: boolean, paint: Paint): uPlot.Axis {
  return {
    show,
    size: timeAxisHeight,
    gap: 4,
    space: 72,
    incrs: tickSteps,
    font: paint.font,
    stroke: () => paint.colour("--ink2"),
    grid: { show: false },
    ticks: { show: false },
    values: (_, splits) => splits.map(label),
  };
}

// Whole minutes at least: what a label can tell apart.
const tickSteps = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440].map((min) => min * minute);

function label(ms: number): string {
  const at = new Date(ms);
  return at.getHours() === 0 && at.getMinutes() === 0 && at.getSeconds() === 0
    ? date(ms)
    : time(ms);
}

function yAxis(spec: StripSpec, paint: Paint): uPlot.Axis {
  return {
    side: 1,
    size: rightMargin,
    gap: 6,
    font: paint.font,
    stroke: () => paint.colour("--ink2"),
    grid: { show: false },
    ticks: { show: false },
    splits: () => spec.marks,
    values: (_, splits) => splits.map(spec.label),
  };
}
