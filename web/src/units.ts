// Units as people choose them. The hub speaks °C, hPa, m/s and mm/h; what is shown, drawn, typed or
// saved goes through here. Pure.
import type { Series } from "./api/types";
import { number, withUnit } from "./format";

export interface Unit {
  name: string;
  digits: number; // as exact as what was measured
  of(value: number): number; // from the hub's unit
  back(value: number): number;
}

const scaled = (name: string, digits: number, factor: number, offset = 0): Unit => ({
  name,
  digits,
  of: (value) => value * factor + offset,
  back: (value) => (value - offset) / factor,
});

// The first of each is the hub's own.
export const offered = {
  temperature: [scaled("°C", 1, 1), scaled("°F", 1, 1.8, 32)],
  pressure: [scaled("hPa", 0, 1), scaled("inHg", 2, 0.0295299830714)],
  wind_speed: [scaled("m/s", 1, 1), scaled("km/h", 0, 3.6), scaled("mph", 0, 2.2369362921)],
  rain: [scaled("mm/h", 1, 1), scaled("in/h", 2, 1 / 25.4)],
} as const satisfies Record<string, readonly Unit[]>;

export type Quantity = keyof typeof offered;
export type Units = Record<Quantity, string>; // names

export const quantities = Object.keys(offered) as Quantity[];

const isQuantity = (metric: string): metric is Quantity => metric in offered;

const named = (quantity: Quantity, name: unknown): Unit =>
  offered[quantity].find((unit) => unit.name === name) ?? offered[quantity][0];

const fixed: Record<string, Unit> = {
  humidity: scaled("%", 0, 1),
  co2: scaled("ppm", 0, 1),
  sound_volume: scaled("dB(A)", 0, 1),
  illuminance: scaled("lx", 0, 1),
};

export function unitOf(metric: string, units: Units): Unit {
  if (isQuantity(metric)) return named(metric, units[metric]);
  return fixed[metric] ?? scaled("", 0, 1);
}

// "72.5 °F"
export function quantity(metric: string, value: number, units: Units): string {
  const unit = unitOf(metric, units);
  return withUnit(number(unit.of(value), unit.digits), unit.name);
}

const exact = (value: number) => Math.round(value * 1e4) / 1e4; // no 72.50000000000001

// The same readings in the chosen unit.
export function seriesIn(series: Series, units: Units): Series {
  const unit = unitOf(series.metric, units);
  if (unit.name === series.unit) return series;
  const of = (value: number) => exact(unit.of(value));
  const points = series.points.map((point): Series["points"][number] =>
    point.length === 2
      ? [point[0], of(point[1])]
      : [point[0], of(point[1]), of(point[2]), of(point[3]), point[4]],
  );
  return { ...series, unit: unit.name, points };
}

// How many of the chosen unit one of the hub's is, where only a difference counts.
export const perUnit = (metric: string, units: Units) =>
  unitOf(metric, units).of(1) - unitOf(metric, units).of(0);

// What a browser kept; whatever is not understood is the hub's own unit.
export function parseUnits(text: string | null): Units {
  let kept: Record<string, unknown> = {};
  try {
    const found: unknown = JSON.parse(text ?? "{}");
    if (typeof found === "object" && found !== null) kept = found as Record<string, unknown>;
  } catch {
    // another program's, or a torn one
  }
  const name = (each: Quantity) => named(each, kept[each]).name;
  return Object.fromEntries(quantities.map((each) => [each, name(each)])) as Units;
}

export const usualUnits: Units = parseUnits(null);
