// What a window's own report means: held, stuck.
import type { WindowState } from "../api/types";
import { second } from "../format";

const offTargetPct = 3;
const settlesWithinMs = 10 * second;

export const isHeld = (window: WindowState, nowMs: number) =>
  window.hold_until_ms !== null && window.hold_until_ms > nowMs;

// Stopped away from where it should be, and not only between two messages.
export function isStuck(window: WindowState, nowMs: number): boolean {
  return (
    !window.moving &&
    Math.abs(window.target - window.position) >= offTargetPct &&
    nowMs - window.time_ms > settlesWithinMs
  );
}
