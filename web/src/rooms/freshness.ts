// How old is too old: late after three of a sensor's own intervals, silent after ten minutes.
import type { Device } from "../api/types";
import { minute, second } from "../format";
import type { Room } from "./rooms";

export const silentAfterMs = 10 * minute;
const usualIntervalMs = minute; // until a sensor's own is known
const leastLateMs = 15 * second; // a hiccup of the network is not worth a mark

// Learned per device and metric from the times of its readings.
export type Intervals = Readonly<Record<string, number>>;

export const intervalKey = (device: string, metric: string) => `${device}/${metric}`;

// Follows shorter intervals at once and longer ones slowly: a gap does not make the next normal.
export function learnInterval(known: number | undefined, observedMs: number): number {
  const observed = Math.min(observedMs, silentAfterMs);
  if (known === undefined || observed < known) return observed;
  return known + (observed - known) / 8;
}

export function learnIntervals(
  known: Intervals,
  before: Device | undefined,
  now: Device,
): Intervals {
  if (!before) return known;
  let learned = known;
  for (const [metric, reading] of Object.entries(now.readings)) {
    const gap = reading.time_ms - (before.readings[metric]?.time_ms ?? reading.time_ms);
    if (gap <= 0) continue;
    const key = intervalKey(now.id, metric);
    learned = { ...learned, [key]: learnInterval(known[key], gap) };
  }
  return learned;
}

export function isLate(timeMs: number, intervalMs: number | undefined, nowMs: number): boolean {
  const allowed = Math.max(leastLateMs, 3 * (intervalMs ?? usualIntervalMs));
  return nowMs - timeMs > allowed;
}

export function deviceIsSilent(device: Device, nowMs: number): boolean {
  return (
    device.online === false ||
    device.status === "inactive" ||
    nowMs - device.last_seen_ms > silentAfterMs
  );
}

// A room is silent when nothing in it speaks, or when the device of its window does not.
export function isSilent(room: Room, nowMs: number): boolean {
  if (room.windowDevice) return deviceIsSilent(room.windowDevice, nowMs);
  return room.devices.every((device) => deviceIsSilent(device, nowMs));
}

export function silentSinceMs(room: Room): number {
  const devices = room.windowDevice ? [room.windowDevice] : room.devices;
  return Math.max(0, ...devices.map((device) => device.last_seen_ms));
}
