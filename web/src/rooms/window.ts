// What a window's own report means: held, stuck.
import type { WindowFault, WindowState } from "../api/types";
import { second } from "../format";

const offTargetPct = 3;
const settlesWithinMs = 10 * second;

const faults: readonly string[] = ["limit_not_found", "stopped_short", "did_not_move"];

const isKnown = (word: string): word is WindowFault => faults.includes(word);

export const isHeld = (window: WindowState, nowMs: number) =>
  window.hold_until_ms !== null && window.hold_until_ms > nowMs;

// What keeps a window from going where it should; null: nothing. Devices that name no faults are
// seen to rest away from their target, and not only between two messages.
export function faultOf(window: WindowState, nowMs: number): WindowFault | null {
  if (window.fault) return isKnown(window.fault) ? window.fault : "stopped_short";
  const rests = !window.moving && nowMs - window.time_ms > settlesWithinMs;
  const isOff = Math.abs(window.target - window.position) >= offTargetPct;
  return rests && isOff ? "stopped_short" : null;
}

export const isStuck = (window: WindowState, nowMs: number) => faultOf(window, nowMs) !== null;
