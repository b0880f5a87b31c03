// Where the lines of the window glyph are: a hinged sash seen from above and in front.
// viewBox 0 0 120 130; the open area and the scale on the sill are linear in the per cent.

const left = 14;
const perPct = 0.92;
const top = 14;
const bottom = 100;
const hinge = 106;
const farthest = 102; // a fully open sash is seen edge-on
const sash = 9; // how far the free edge swings towards the viewer

export const edgeX = (pct: number) => left + perPct * pct;

export function sashPath(pct: number): string {
  const swing = sash * Math.sin((pct * 0.9 * Math.PI) / 180);
  const x = Math.min(edgeX(pct), farthest);
  return `M${hinge} ${top}V${bottom}L${round(x)} ${round(bottom + swing)}V${round(top - swing)}z`;
}

export function handlePath(pct: number): string {
  return `M${round(Math.min(edgeX(pct) + 5, hinge - 2))} 52v10`;
}

export const openAreaPath = (pct: number) => `M${left} ${top}h${round(perPct * pct)}v86H${left}z`;

export function interval(low: number, high: number): { x: number; width: number } {
  return { x: round(edgeX(low)), width: round(perPct * (high - low)) };
}

export const pinPath = (pct: number) => `M${round(edgeX(pct) - 1.5)} 111h3v14h-3z`;
export const diamondPath = (pct: number) => `M${round(edgeX(pct))} 111l7 7-7 7-7-7z`;
export const crossPath = (pct: number) => `M${round(edgeX(pct) - 6)} 51l12 12m0-12l-12 12`;
export const uprightPath = (pct: number) => `M${round(edgeX(pct))} ${top}v86`;

export const framePath = "M12 12h96v90H12z";
export const ticksPath = `M14 118h92${[0, 25, 50, 75, 100]
  .map((pct) => `M${edgeX(pct)} ${pct % 50 ? "116v4" : "114v8"}`)
  .join("")}`;
export const breathPath =
  "M-32 36q11.5-6 23 0t23 0t23 0t23 0t23 0t23 0M-46 57q11.5-6 23 0t23 0t23 0t23 0t23 0t23 0M-20 78q11.5-6 23 0t23 0t23 0t23 0t23 0t23 0";

const round = (value: number) => Math.round(value * 10) / 10;
