// Decisions in time: when Luft's choice changed, as steps, as rows, as marks.
import type { Decision, Unanswered } from "../api/types";

const sameChoicePct = 2.5;

// Consecutive decisions for about the same position.
export interface Turn {
  decision: Decision; // the first of them: the one that changed the choice
  latest: Decision;
  from: number | null; // the choice before; null: not known
  count: number;
}

// `decisions` newest first, as the hub gives them; so are the turns.
export function turnsOf(decisions: readonly Decision[]): Turn[] {
  const turns: Turn[] = [];
  for (const decision of [...decisions].reverse()) {
    const last = turns.at(-1);
    if (last && Math.abs(last.decision.position - decision.position) < sameChoicePct) {
      last.count += 1;
      last.latest = decision;
    } else {
      const from = last?.decision.position ?? null;
      turns.push({ decision, latest: decision, from, count: 1 });
    }
  }
  return turns.reverse();
}

// Newest first without doubles: what was read from the hub, and what came live since. Of two, the
// one that knows its outcome.
export function merge<T extends Decision | Unanswered>(
  known: readonly T[],
  more: readonly T[],
): T[] {
  const byKey = new Map<string, T>();
  for (const decision of [...known, ...more]) {
    const key = decision.request_id ?? String(decision.time_ms);
    if (decision.outcome || !byKey.get(key)?.outcome) byKey.set(key, decision);
  }
  return [...byKey.values()].sort((a, b) => b.time_ms - a.time_ms);
}

// Questions in a row that the model did not answer.
export interface Silence {
  asked: Unanswered; // the first of them
  count: number;
}

export type Line = { kind: "turn"; turn: Turn } | { kind: "silence"; silence: Silence };

// What a list of decisions shows, newest first: the turns, and between them what has no answer.
export function linesOf(decisions: readonly Decision[], unanswered: readonly Unanswered[]): Line[] {
  const lines: Line[] = turnsOf(decisions).map((turn) => ({ kind: "turn", turn }));
  const silences = new Map<number, Silence>(); // by the decision before them
  for (const asked of [...unanswered].reverse()) {
    const before = decisions.findIndex(({ time_ms: ms }) => ms < asked.time_ms);
    const known = silences.get(before);
    if (known) known.count += 1;
    else silences.set(before, { asked, count: 1 });
  }
  for (const silence of silences.values()) lines.push({ kind: "silence", silence });
  return lines.sort((a, b) => timeOf(b) - timeOf(a));
}

const timeOf = (line: Line) =>
  line.kind === "turn" ? line.turn.decision.time_ms : line.silence.asked.time_ms;

export interface Steps {
  x: number[];
  y: number[];
  low: (number | null)[];
  high: (number | null)[];
}

// Each choice holds until the next one; the last holds until now.
export function stepsOf(decisions: readonly Decision[], endMs: number): Steps {
  const steps: Steps = { x: [], y: [], low: [], high: [] };
  const oldestFirst = [...decisions].reverse();
  const newest = decisions[0];
  if (newest && newest.time_ms < endMs) oldestFirst.push({ ...newest, time_ms: endMs });
  for (const { time_ms, position, low, high } of oldestFirst) {
    steps.x.push(time_ms);
    steps.y.push(position);
    steps.low.push(low);
    steps.high.push(high);
  }
  return steps;
}

export interface Mark {
  left: number; // px
  turns: Turn[]; // oldest first; more than one: drawn as "×4"
}

// Marks that would touch become one. `turns` newest first, as they come.
export function marksOf(
  turns: readonly Turn[],
  toPx: (timeMs: number) => number,
  width: number,
  apart: number,
): Mark[] {
  const marks: Mark[] = [];
  for (const turn of [...turns].reverse()) {
    const left = toPx(turn.decision.time_ms);
    if (left < 0 || left > width) continue;
    const last = marks.at(-1);
    if (last && left - last.left < apart) last.turns.push(turn);
    else marks.push({ left, turns: [turn] });
  }
  return marks;
}
