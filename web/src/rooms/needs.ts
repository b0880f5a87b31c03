// What needs a person: faults of windows, oldest first, and names that two devices claim. Pure.
import type { Airing, Device, WindowFault, WindowState } from "../api/types";
import { isPausesOwn } from "./pause";
import { windowOf, type Room } from "./rooms";
import { faultOf, isHeld } from "./window";

export interface StuckNeed {
  kind: "stuck";
  room: Room;
  window: WindowState;
  fault: WindowFault;
  retry: Retry;
}

export type Need = StuckNeed | { kind: "contested"; device: Device };

// What another try honestly is. A hand's wish is sent again for what remains of its hold, so that
// it holds no longer than was wanted; an end that was not found is looked for. What Luft wanted it
// asks for again by itself: to ask in its place would be a hand; while the house is paused, later.
export type Retry = "hold" | "measure" | "none" | "later";

export function needsOf(
  rooms: readonly Room[],
  devices: Iterable<Device>,
  pause: Airing | null,
  nowMs: number,
): Need[] {
  const stuck = rooms.flatMap((room): StuckNeed[] => {
    const window = windowOf(room);
    const fault = window && faultOf(window, nowMs);
    return fault
      ? [{ kind: "stuck", room, window, fault, retry: retryOf(window, fault, pause, nowMs) }]
      : [];
  });
  stuck.sort((a, b) => a.window.time_ms - b.window.time_ms);
  const contested = [...devices]
    .filter((device) => device.contested)
    .map((device): Need => ({ kind: "contested", device }));
  return [...stuck, ...contested];
}

function retryOf(
  window: WindowState,
  fault: WindowFault,
  pause: Airing | null,
  nowMs: number,
): Retry {
  if (fault === "limit_not_found") return "measure";
  if (isPausesOwn(window, pause, nowMs)) return "later";
  return window.cause === "person" && isHeld(window, nowMs) ? "hold" : "none";
}
