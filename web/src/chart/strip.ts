// One strip: a small uPlot chart that shares its time axis and cursor with the others of a room.
import uPlot from "uplot";
import { date, minute, time } from "../format";
import type { Field } from "../rooms/comfort";
import type { Zoom } from "../router";
import { drawComfort, drawGaps, drawOutside, type Paint } from "./paint";
import type { Gap } from "./series";

export interface StripSpec {
  group: string; // charts of one group move together
  scale: string; // the unit: another one makes the strip anew
  height: number; // of the plot, without the time axis
  timeAxis: boolean;
  kind: "line" | "steps";
  marks: number[]; // values written at the right edge
  label(value: number): string;
  range(min: number | null, max: number | null): [number, number];
  onCursor(index: number | null): void;
  onView(plot: uPlot): void; // the drawn time range changed
  onZoom(to: Zoom | null): void; // a stretch was chosen; null: all of it
}

export interface StripColumns {
  x: number[];
  y: (number | null)[];
  low: (number | null)[];
  high: (number | null)[];
  also?: (number | null)[]; // a second line, dashed
}

export interface StripData {
  columns: StripColumns;
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

  const options: uPlot.Options = {
    width: Math.max(120, root.clientWidth),
    height: spec.height + (spec.timeAxis ? timeAxisHeight : 0),
    ms: 1,
    legend: { show: false },
    padding: [4, 0, spec.timeAxis ? 0 : 4, 0],
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: true, y: false, dist: 6, setScale: false },
      sync: { key: spec.group, setSeries: false },
    },
    scales: {
      x: { time: true, range: () => home },
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
      setSelect: [(u) => chosen(u, spec)],
    },
  };
  const bind: uPlot.Cursor.Bind = {
    dblclick: () => () => {
      spec.onZoom(null);
      return null;
    },
  };
  options.cursor = { ...options.cursor, bind };

  const plot = new uPlot(options, [[], [], [], [], []], root);
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
      const { x, y, low, high, also } = data.columns;
      plot.setData([x, y, low, high, also ?? x.map(() => null)]);
    },
    destroy() {
      resize.disconnect();
      plot.destroy();
    },
  };
}

// The chart asks for what was chosen; it is drawn once its readings are there.
function chosen(u: uPlot, spec: StripSpec): void {
  const { left, width } = u.select;
  if (width <= 0) return;
  const zoom = { fromMs: u.posToVal(left, "x"), toMs: u.posToVal(left + width, "x") };
  u.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  spec.onZoom(zoom);
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
  const also: uPlot.Series = { ...line, width: 1.5, dash: [4, 3] };
  return [{}, line, { ...edge }, { ...edge }, also];
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
const tickSteps = [
  1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720, 1440, 2880, 10_080, 20_160, 43_200, 86_400,
].map((min) => min * minute);

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
