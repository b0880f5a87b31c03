// Whether the whole house is paused: every window that can be told is held by hand. Pure.
import type { Device } from "../api/types";
import { deviceIsSilent } from "./freshness";
import { isHeld } from "./window";

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
