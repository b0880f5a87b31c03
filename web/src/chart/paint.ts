// What a strip draws besides its line: the comfort field, what lies outside of it, and gaps.
import type uPlot from "uplot";
import type { Field } from "../rooms/comfort";
import type { Gap } from "./series";

export interface Paint {
  font: string;
  colour(token: string): string;
  spread(kind: "line" | "steps"): string; // min to max, or likely best
}

// Colours come from the style sheet, so that charts follow light and dark.
export function paintOf(element: Element): Paint {
  const style = getComputedStyle(element);
  const colour = (token: string) => style.getPropertyValue(token).trim();
  return {
    font: `12px ${style.fontFamily}`,
    colour,
    spread: (kind) => (kind === "steps" ? `${colour("--air")}38` : `${colour("--ink")}1f`),
  };
}

interface Area {
  left: number;
  right: number;
  top: number;
  bottom: number;
}

// A comfort field in canvas pixels, kept within the plot; null when none of it is in view.
function areaOf(u: uPlot, { fromMs, toMs, band }: Field): Area | null {
  const { left, top, width, height } = u.bbox;
  const column = (ms: number) => between(u.valToPos(ms, "x", true), left, left + width);
  const row = (value: number) => between(u.valToPos(value, "y", true), top, top + height);
  const area = {
    left: column(fromMs),
    right: column(toMs),
    top: row(band.high),
    bottom: band.low === null ? top + height : row(band.low),
  };
  return area.right > area.left ? area : null;
}

const between = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

// All fields at once: a year of nights has 730 of them.
export function drawComfort(u: uPlot, fields: readonly Field[], paint: Paint): void {
  const { ctx } = u;
  const [inside, edges] = [new Path2D(), new Path2D()];
  for (const field of fields) {
    const area = areaOf(u, field);
    if (!area) continue;
    inside.rect(area.left, area.top, area.right - area.left, area.bottom - area.top);
    for (const y of field.band.low === null ? [area.top] : [area.top, area.bottom]) {
      edges.moveTo(area.left, y);
      edges.lineTo(area.right, y);
    }
  }
  ctx.save();
  ctx.fillStyle = paint.colour("--band");
  ctx.fill(inside);
  ctx.strokeStyle = paint.colour("--edge");
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([devicePixelRatio, 3 * devicePixelRatio]);
  ctx.stroke(edges);
  ctx.restore();
}

// The same line once more, thicker and in its own colour, seen only outside of the comfort fields.
export function drawOutside(u: uPlot, fields: readonly Field[], paint: Paint): void {
  const { ctx } = u;
  const { top, height } = u.bbox;
  ctx.save();
  ctx.beginPath();
  for (const field of fields) {
    const area = areaOf(u, field);
    if (!area) continue;
    const width = area.right - area.left;
    ctx.rect(area.left, top, width, area.top - top);
    ctx.rect(area.left, area.bottom, width, top + height - area.bottom);
  }
  ctx.clip();
  ctx.strokeStyle = paint.colour("--outg");
  ctx.lineWidth = 3 * devicePixelRatio;
  ctx.lineJoin = "round";
  ctx.stroke(linePath(u));
  ctx.restore();
}

function linePath(u: uPlot): Path2D {
  const path = new Path2D();
  const [xs = [], ys = []] = u.data;
  let drawing = false;
  for (let i = 0; i < xs.length; i += 1) {
    const value = ys[i];
    if (value == null) {
      drawing = false;
      continue;
    }
    const x = u.valToPos(xs[i] ?? 0, "x", true);
    const y = u.valToPos(value, "y", true);
    if (drawing) path.lineTo(x, y);
    else path.moveTo(x, y);
    drawing = true;
  }
  return path;
}

const hatchApart = 6;

export function drawGaps(u: uPlot, gaps: readonly Gap[], paint: Paint): void {
  const { ctx } = u;
  const { left, top, width, height } = u.bbox;
  ctx.save();
  ctx.strokeStyle = paint.colour("--edge");
  ctx.globalAlpha = 0.55;
  ctx.lineWidth = devicePixelRatio;
  for (const gap of gaps) {
    const from = Math.max(left, u.valToPos(gap.fromMs, "x", true));
    const to = Math.min(left + width, u.valToPos(gap.toMs, "x", true));
    if (to - from < 1) continue;
    ctx.save();
    ctx.beginPath();
    ctx.rect(from, top, to - from, height);
    ctx.clip();
    ctx.beginPath();
    for (let x = from - height; x < to; x += hatchApart * devicePixelRatio) {
      ctx.moveTo(x, top + height);
      ctx.lineTo(x + height, top);
    }
    ctx.stroke();
    ctx.restore();
  }
  ctx.restore();
}
