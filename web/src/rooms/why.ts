// The sentence under a window: `<what> · <reasons> · <how sure>`, and a quieter second line.
import type { Decision, WindowFault, WindowState } from "../api/types";
import { age, moment, percent, percentRange } from "../format";
import { texts } from "../texts";
import { isDoubt, reasonAt, reasonForMove, reasonOf } from "./reason";
import { faultOf, isHeld } from "./window";

export interface Why {
  what: string;
  because: string[];
  detail: string | null;
}

export interface WhyFacts {
  hasWindow: boolean;
  window: WindowState | null;
  decision: Decision | null;
  silentSinceMs: number | null; // null: it speaks
  cutOff: boolean; // the page hears nothing any more
  byYou: boolean; // the hold was asked for from this page
  byPause: boolean; // the hold is that of the pause of the house
  nowMs: number; // or when the page was cut off
}

const samePlacePct = 2.5; // closer than this, the choice and the position are one place

const alreadyThere = "already there"; // a device's words for a decision that moved nothing

const closed = (position: number) => position < 0.5;

export function howSure(confidence: number): string {
  const [sure, fairly, unsure, guessing] = texts.why.sure;
  if (confidence >= 0.8) return sure;
  if (confidence >= 0.6) return fairly;
  return confidence >= 0.4 ? unsure : guessing;
}

export function likelyBest(decision: Decision | null): string | null {
  if (decision?.low == null || decision.high == null) return null;
  return texts.window.likelyBest(percentRange(decision.low, decision.high));
}

const listed = (reason: string | null) => (reason === null ? [] : [reason]);

// Why the window should be elsewhere, or (`change` is none) why it stands where it does.
function reasons({ reason, confidence }: Decision, change: "none" | "some", at: number): string[] {
  const why = change === "some" ? reasonForMove(reason) : reasonAt(reason, at);
  return [...listed(why), ...(isDoubt(reason) ? [] : [howSure(confidence)])];
}

export function whyOf(facts: WhyFacts): Why {
  const { window } = facts;
  if (!facts.hasWindow) return plain(texts.why.noWindow, [], texts.why.noWindowDetail);
  if (!window) return plain(texts.why.notHeard, [], null);
  if (facts.cutOff && facts.silentSinceMs === null) return cutOff(window, facts.nowMs);
  const fault = faultOf(window, facts.nowMs);
  if (fault !== null) return stuck(window, fault, facts);
  if (facts.silentSinceMs !== null) return silent(window, facts.silentSinceMs, facts.nowMs);
  if (window.cause === "calibration") return plain(texts.why.calibrating, [], null);
  const guard = window.cause === "guard" ? reasonOf(window.reason) : null;
  if (facts.byPause && guard === null) return paused(window, facts.decision);
  if (isHeld(window, facts.nowMs) && !facts.byPause) return held(window, facts);
  if (guard !== null) return guarded(window, guard);
  return decided(window, facts);
}

const plain = (what: string, because: string[], detail: string | null): Why => ({
  what,
  because,
  detail,
});

function stuck(window: WindowState, fault: WindowFault, { nowMs }: WhyFacts): Why {
  // A device's own word for it, or else its reason.
  const isOwn = window.fault != null && window.fault !== fault;
  const said = isOwn ? window.fault : window.fault ? null : reasonOf(window.reason);
  const because = [said ?? texts.why.faults[fault], moment(window.time_ms, nowMs)];
  return plain(texts.why.stuck(percent(window.position)), because, null);
}

function silent(window: WindowState, sinceMs: number, nowMs: number): Why {
  const since = sinceMs > 0 ? texts.why.noWordSince(moment(sinceMs, nowMs)) : texts.why.neverSaid;
  return plain(texts.why.lastKnown(percent(window.position)), [since], texts.why.ownRule);
}

function cutOff(window: WindowState, sinceMs: number): Why {
  const heard = texts.why.heardAt(moment(sinceMs, sinceMs));
  return plain(texts.why.lastKnown(percent(window.position)), [heard], texts.take.offCutOff);
}

function held(window: WindowState, facts: WhyFacts): Why {
  const until = moment(window.hold_until_ms ?? facts.nowMs, facts.nowMs);
  const by = facts.byYou ? texts.why.byYou : texts.why.byHand;
  const what = window.moving
    ? moving(window)
    : closed(window.position)
      ? texts.why.heldClosed
      : texts.why.held(percent(window.position));
  return plain(what, [by, texts.why.until(until)], wouldDo(window, facts.decision));
}

function paused(window: WindowState, decision: Decision | null): Why {
  const { pausedClosed, paused: pausedAt } = texts.why;
  const rests = closed(window.position) ? pausedClosed : pausedAt(percent(window.position));
  return plain(window.moving ? moving(window) : rests, [], wouldDo(window, decision));
}

// What Luft would do instead of the hold.
function wouldDo(window: WindowState, decision: Decision | null): string | null {
  if (!decision) return null;
  const stays = Math.abs(decision.position - window.position) < samePlacePct;
  const rest = reasons(decision, stays ? "none" : "some", window.position).join(", ");
  if (stays) return texts.why.wouldStay(rest);
  if (closed(decision.position)) return texts.why.wouldClose(rest);
  return texts.why.wouldOpen(percent(decision.position), rest);
}

function guarded(window: WindowState, reason: string): Why {
  const what = window.moving ? moving(window) : resting(window.position);
  return plain(what, [texts.why.guard(reason)], null);
}

function moving({ position, target }: WindowState): string {
  if (target > position) return texts.why.opening(percent(target));
  return closed(target) ? texts.why.closing : texts.why.closingTo(percent(target));
}

const resting = (position: number) =>
  closed(position) ? texts.why.closed : texts.why.openAt(percent(position));

function decided(window: WindowState, { decision, nowMs }: WhyFacts): Why {
  if (!decision) {
    // The hub may have started after it; the device still says why it moved.
    const because = listed(reasonOf(window.reason) ?? texts.why.noDecision);
    return plain(window.moving ? moving(window) : resting(window.position), because, null);
  }
  const detail = (...first: string[]) =>
    [...first, likelyBest(decision)].filter((part) => part !== null).join(" · ") || null;
  if (window.moving) {
    return plain(
      moving(window),
      reasons(decision, "some", window.position),
      detail(texts.why.now(percent(window.position))),
    );
  }
  const decidedAt = texts.why.decided(age(decision.time_ms, nowMs));
  if (Math.abs(decision.position - window.position) >= samePlacePct) {
    // It did not follow (yet): the sentence must not claim that this is what Luft wants.
    const asked = texts.why.waits(percent(decision.position));
    return plain(stays(window.position), reasons(decision, "none", window.position), detail(asked));
  }
  const follows = window.request_id !== null && window.request_id === decision.request_id;
  const moved = follows && window.reason !== alreadyThere;
  return plain(
    moved ? resting(window.position) : stays(window.position),
    reasons(decision, moved ? "some" : "none", window.position),
    detail(decidedAt),
  );
}

const stays = (position: number) =>
  closed(position) ? texts.why.staysClosed : texts.why.stays(percent(position));
