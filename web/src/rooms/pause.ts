// Whether the whole house is paused: as the hub says; of one that says nothing of it, when every
// window that can be told is held by hand. Pure.
import type { Airing, Device, System, WindowState } from "../api/types";
import { minute } from "../format";
import { deviceIsSilent } from "./freshness";
import { isHeld } from "./window";

export function pauseOf(
  system: System | null,
  devices: Iterable<Device>,
  nowMs: number,
): Airing | null {
  if (system?.airing) return system.airing.paused ? system.airing : null;
  const until = pausedUntil(devices, nowMs);
  return until === null ? null : { paused: true, since_ms: null, until_ms: until, by: null };
}

// Until when, by the first that is free again; null: Luft may move some.
export function pausedUntil(devices: Iterable<Device>, nowMs: number): number | null {
  let until: number | null = null;
  for (const device of devices) {
    if (!device.window || deviceIsSilent(device, nowMs)) continue;
    if (!isHeld(device.window, nowMs)) return null;
    const end = device.window.hold_until_ms ?? nowMs;
    until = until === null ? end : Math.min(until, end);
  }
  return until;
}

const toleranceMs = minute; // windows count whole seconds, on clocks of their own

// Whether a hold is the pause's own: one that a person set ends before it.
export function isPausesOwn(window: WindowState, pause: Airing | null, nowMs: number): boolean {
  if (!pause || !isHeld(window, nowMs)) return false;
  return (window.hold_until_ms ?? 0) >= (pause.until_ms ?? 0) - toleranceMs;
}
