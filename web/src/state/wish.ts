// A person's wish for a window, from the tap to what the device says: asked, accepted, moving,
// there.
// Nothing counts as done before the device reports it.
import type { Device, WindowState } from "../api/types";
import { minute, second } from "../format";
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
  heardMs: number; // of the last event that its device said before
  heldUntilMs: number | null; // the end of the hold it led to
}

export const noAnswerAfterMs = 5 * second;
const answerWithinMs = minute; // what comes later is no answer to it
const shownForMs = 10 * minute; // of what was not done, unless a person dismisses it
const samePct = 1;
const repeatedWithinMs = 5 * second; // the same hold, reported again with what remains of it

export function ask(
  device: string,
  room: string,
  want: Want,
  before: WindowState | null,
  nowMs: number,
  heardMs = 0,
): Wish {
  const asked = { askedMs: nowMs, phase: "asked", refusal: null } as const;
  return { device, room, want, ...asked, before, heardMs, heldUntilMs: null };
}

export const isOpen = (wish: Wish) => wish.phase === "asked" || wish.phase === "accepted";

export const hasNoAnswer = (wish: Wish, nowMs: number) =>
  isOpen(wish) && nowMs - wish.askedMs >= noAnswerAfterMs;

// Nothing will come any more.
export const isUnanswered = (wish: Wish, nowMs: number) =>
  isOpen(wish) && nowMs - wish.askedMs >= answerWithinMs;

// What was not done is no news any more.
export const isOver = (wish: Wish, nowMs: number) =>
  (isOpen(wish) || wish.phase === "refused") && nowMs - wish.askedMs >= shownForMs;

// A device that does not do as asked says so by an event, and goes on as before. One that names a
// decision refuses Luft's, not a person's.
export function heed(wish: Wish, event: Device["last_event"]): Wish {
  if (event?.request_id) return wish;
  if (!isOpen(wish) || event?.event !== "refused" || event.time_ms <= wish.heardMs) return wish;
  if (event.time_ms - wish.askedMs > answerWithinMs) return wish;
  return { ...wish, phase: "refused", refusal: event.reason ?? event.event };
}

// The device's newest report, held against the wish. Undefined: the wish has had its time.
export function advance(wish: Wish, window: WindowState | null): Wish | undefined {
  if (!window || wish.phase === "refused") return wish;
  const isNews = window.time_ms > (wish.before?.time_ms ?? 0);
  const isLate = window.time_ms - wish.askedMs > answerWithinMs;
  if (isOpen(wish) && (!isNews || isLate)) return wish;
  return wish.want.kind === "hold" ? advanceHold(wish, window) : advanceRelease(wish, window);
}

function advanceHold(wish: Wish, window: WindowState): Wish | undefined {
  const inForce = window.cause === "person" && window.hold_until_ms !== null;
  if (inForce && (isOpen(wish) ? answersTo(wish, window) : isItsHold(wish, window))) {
    const { moving, hold_until_ms: heldUntilMs } = window;
    return { ...wish, phase: moving ? "moving" : "there", heldUntilMs };
  }
  if (!isOpen(wish)) return undefined; // the hold ended, or something stronger came
  if (window.cause === "guard") return { ...wish, phase: "refused", refusal: window.reason };
  return wish;
}

// Another hand's hold ends at another time.
const isItsHold = ({ heldUntilMs }: Wish, window: WindowState) =>
  Math.abs((window.hold_until_ms ?? 0) - (heldUntilMs ?? 0)) <= repeatedWithinMs;

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
