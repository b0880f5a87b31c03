// What a device measures beyond comfort: shown with its unit, judged by nobody.
import { quantity, type Units } from "../units";
import { readingOf, type Room } from "./rooms";

export type OtherMetric = "pressure" | "illuminance" | "rain" | "wind_speed";

const others: readonly OtherMetric[] = ["pressure", "illuminance", "rain", "wind_speed"];

export interface OtherReading {
  metric: OtherMetric;
  text: string; // with its unit
  timeMs: number;
}

// Those that there are, in a fixed order.
export function otherReadingsOf(room: Room, units: Units): OtherReading[] {
  return others.flatMap((metric) => {
    const reading = readingOf(room, metric);
    if (!reading) return [];
    return [{ metric, text: quantity(metric, reading.value, units), timeMs: reading.time_ms }];
  });
}
