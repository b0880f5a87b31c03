// What Luft chose for a window in a range, page by page up to a limit, and what it was asked and
// never answered.
import { api } from "../api/client";
import type { Decision, Unanswered } from "../api/types";
import { merge } from "../chart/choices";

export interface Choices {
  decisions: Decision[]; // newest first
  unanswered: Unanswered[]; // newest first
  isCut: boolean; // there are earlier ones in this range
  areDrawn: boolean; // the range is short enough for them
}

export const noChoices: Choices = {
  decisions: [],
  unanswered: [],
  isCut: false,
  areDrawn: false,
};

const pageSize = 200;
const mostPages = 20;

const isAnswered = (each: Decision | Unanswered): each is Decision => each.position !== null;
const isUnanswered = (each: Decision | Unanswered): each is Unanswered => each.position === null;

// A page is full, and ends, by all that it lists: answered or not.
export async function readChoices(
  device: string,
  fromMs: number,
  toMs: number,
  ask = api.decisions,
): Promise<Choices> {
  let asked: (Decision | Unanswered)[] = [];
  let isCut = true;
  for (let page = 0; page < mostPages && isCut; page += 1) {
    const more = await ask(device, pageSize, asked.at(-1)?.time_ms ?? toMs);
    asked = [...asked, ...more];
    isCut = more.length >= pageSize && (more.at(-1)?.time_ms ?? 0) >= fromMs;
  }
  return {
    decisions: since(merge([], asked.filter(isAnswered)), fromMs),
    unanswered: merge([], asked.filter(isUnanswered)).filter(({ time_ms: ms }) => ms >= fromMs),
    isCut,
    areDrawn: true,
  };
}

// Those of the range, and the one before it: its choice was in force when the range began.
function since(decisions: Decision[], fromMs: number): Decision[] {
  const before = decisions.findIndex((decision) => decision.time_ms < fromMs);
  return before < 0 ? decisions : decisions.slice(0, before + 1);
}
