// What a device measures beyond comfort: shown with its unit, judged by nobody.
import { number, withUnit } from "../format";
import { readingOf, type Room } from "./rooms";

export type OtherMetric = "pressure" | "illuminance" | "rain" | "wind_speed";

const digits: Record<OtherMetric, number> = { pressure: 0, illuminance: 0, rain: 1, wind_speed: 1 };

const others = Object.keys(digits) as OtherMetric[];

export interface OtherReading {
  metric: OtherMetric;
  text: string; // with its unit, as the hub says it
  timeMs: number;
}

// Those that there are, in a fixed order.
export function otherReadingsOf(room: Room): OtherReading[] {
  return others.flatMap((metric) => {
    const reading = readingOf(room, metric);
    if (!reading) return [];
    const text = withUnit(number(reading.value, digits[metric]), reading.unit);
    return [{ metric, text, timeMs: reading.time_ms }];
  });
}
