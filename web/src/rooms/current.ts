// Readings that say something of now: not one of a silent device, nor one older than silence. Pure.
import { metrics } from "./comfort";
import { deviceIsSilent, silentAfterMs } from "./freshness";
import { readingOf, type Room, type RoomReading } from "./rooms";

export function currentReading(room: Room, metric: string, nowMs: number): RoomReading | null {
  const reading = readingOf(room, metric);
  if (!reading || nowMs - reading.time_ms > silentAfterMs) return null;
  const device = room.devices.find((each) => each.id === reading.device);
  return device && !deviceIsSilent(device, nowMs) ? reading : null;
}

// Whether anything of its comfort is measured now.
export const isMeasured = (room: Room, nowMs: number) =>
  metrics.some((metric) => currentReading(room, metric, nowMs) !== null);

// When its comfort was measured last; null: never.
export function measuredMs(room: Room): number | null {
  const times = metrics.flatMap((metric) => readingOf(room, metric)?.time_ms ?? []);
  return times.length > 0 ? Math.max(...times) : null;
}
