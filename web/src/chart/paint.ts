// What a strip draws besides its line: the comfort field, what lies outside of it, and gaps.
import type uPlot from "uplot";
import type { Band } from "../rooms/comfort";
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

// The band in canvas pixels, kept within the plot.
function bandRows(u: uPlot, band: Band): { top: number; bottom: number } {
  const { top, height } = u.bbox;
  const within = (y: number) => Math.min(top + height, Math.max(top, y));
  return {
    top: within(u.valToPos(band.high, "y", true)),
    bottom: band.low === null ? top + height : within(u.valToPos(band.low, "y", true)),
  };
}

export function drawBand(u: uPlot, band: Band, paint: Paint): void {
  const { ctx } = u;
  const { left, width } = u.bbox;
  const { top, bottom } = bandRows(u, band);
  ctx.save();
  ctx.fillStyle = paint.colour("--band");
  ctx.fillRect(left, top, width, bottom - top);
  ctx.strokeStyle = paint.colour("--edge");
  ctx.lineWidth = devicePixelRatio;
  ctx.setLineDash([devicePixelRatio, 3 * devicePixelRatio]);
  for (const y of band.low === null ? [top] : [top, bottom]) {
    ctx.beginPath();
    ctx.moveTo(left, y);
    ctx.lineTo(left + width, y);
    ctx.stroke();
  }
  ctx.restore();
}

// The same line once more, thicker and in its own colour, seen only outside of the band.
export function drawOutside(u: uPlot, band: Band, paint: Paint): void {
  const { ctx } = u;
  const { left, top, width, height } = u.bbox;
  const rows = bandRows(u, band);
  ctx.save();
  ctx.beginPath();
  ctx.rect(left, top, width, rows.top - top);
  ctx.rect(left, rows.bottom, width, top + height - rows.bottom);
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
