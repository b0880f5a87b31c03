// A person's wish for a window, from the tap to what the device says: asked, accepted, moving,
// there.
// Nothing counts as done before the device reports it.
import type { WindowState } from "../api/types";
import { second } from "../format";
import { isHeld } from "../rooms/window";

export type Want = { kind: "hold"; position: number; holdS: number } | { kind: "release" };

export type Phase = "asked" | "accepted" | "moving" | "there" | "refused";

export interface Wish {
  device: string;
  room: string; // its name, for the toast
  want: Want;
  askedMs: number; // on the hub's clock
  phase: Phase;
  refusal: string | null;
  before: WindowState | null; // what an undo goes back to
}

export const noAnswerAfterMs = 5 * second;
const samePct = 1;
const repeatedWithinMs = 5 * second; // the same hold, reported again with what remains of it

export function ask(
  device: string,
  room: string,
  want: Want,
  before: WindowState | null,
  nowMs: number,
): Wish {
  return { device, room, want, askedMs: nowMs, phase: "asked", refusal: null, before };
}

export const isOpen = (wish: Wish) => wish.phase === "asked" || wish.phase === "accepted";

export const hasNoAnswer = (wish: Wish, nowMs: number) =>
  isOpen(wish) && nowMs - wish.askedMs >= noAnswerAfterMs;

// The device's newest report, held against the wish. Undefined: the wish has had its time.
export function advance(wish: Wish, window: WindowState | null): Wish | undefined {
  if (!window || wish.phase === "refused") return wish;
  const isNews = window.time_ms > (wish.before?.time_ms ?? 0);
  if (isOpen(wish) && !isNews) return wish;
  return wish.want.kind === "hold" ? advanceHold(wish, window) : advanceRelease(wish, window);
}

function advanceHold(wish: Wish, window: WindowState): Wish | undefined {
  const inForce = window.cause === "person" && window.hold_until_ms !== null;
  if (inForce && (!isOpen(wish) || answersTo(wish, window))) {
    return { ...wish, phase: window.moving ? "moving" : "there" };
  }
  if (!isOpen(wish)) return undefined; // the hold ended, or something stronger came
  if (window.cause === "guard") return { ...wish, phase: "refused", refusal: window.reason };
  return wish;
}

// A limit of the device may have changed the position; a hold from before this wish is no answer.
function answersTo({ want, before }: Wish, window: WindowState): boolean {
  const wanted = want.kind === "hold" && Math.abs(window.target - want.position) <= samePct;
  const changed =
    before?.hold_until_ms == null ||
    window.target !== before.target ||
    Math.abs((window.hold_until_ms ?? 0) - before.hold_until_ms) > repeatedWithinMs;
  return wanted || changed;
}

function advanceRelease(wish: Wish, window: WindowState): Wish | undefined {
  if (window.hold_until_ms !== null) return isOpen(wish) ? wish : undefined;
  return { ...wish, phase: window.moving ? "moving" : "there" };
}

// What puts back who was in charge before: an earlier hold with its remaining time, or Luft.
export function undoOf(wish: Wish, nowMs: number): Want {
  const { before } = wish;
  if (!before || !isHeld(before, nowMs)) return { kind: "release" };
  const holdS = Math.max(1, Math.round(((before.hold_until_ms ?? nowMs) - nowMs) / second));
  return { kind: "hold", position: before.target, holdS };
}
