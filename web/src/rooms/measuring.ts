// How the measuring of a window's travel goes, from the tap to what the device says. Pure.
import type { Device } from "../api/types";
import { second } from "../format";

export interface Measuring {
  askedMs: number; // on the hub's clock
  phase: "asked" | "running" | "done" | "failed" | "refused";
  why: string | null; // of a failure or a refusal
}

const clockSlackMs = second;
const noAnswerAfterMs = 5 * second;

export const begin = (askedMs: number): Measuring => ({ askedMs, phase: "asked", why: null });

export const hasNoAnswer = ({ phase, askedMs }: Measuring, nowMs: number) =>
  phase === "asked" && nowMs - askedMs > noAnswerAfterMs;

// With the device's newest word. What it does later has nothing to do with the measuring any more.
export function follow(measuring: Measuring, { window, last_event: event }: Device): Measuring {
  const { askedMs, phase } = measuring;
  if (phase === "failed" || phase === "refused") return measuring;
  const isNews = (ms: number) => ms >= askedMs - clockSlackMs;
  if (event && isNews(event.time_ms)) {
    const isOfDecision = event.request_id !== null;
    if (event.event === "refused" && phase === "asked" && !isOfDecision) {
      return { askedMs, phase: "refused", why: event.reason };
    }
    if (event.event === "calibration_failed") {
      return { askedMs, phase: "failed", why: event.reason };
    }
  }
  if (phase === "done" || !window || !isNews(window.time_ms)) return measuring;
  if (window.cause !== "calibration") {
    return phase === "running" ? { askedMs, phase: "done", why: null } : measuring;
  }
  if (window.fault) return { askedMs, phase: "failed", why: window.fault };
  return { askedMs, phase: window.moving ? "running" : "done", why: null };
}

// Which of the three steps it is at: make room, watch it close, arrived.
export function stepOf(measuring: Measuring | null): number {
  if (!measuring || measuring.phase === "refused") return 0;
  return measuring.phase === "done" ? 2 : 1;
}
