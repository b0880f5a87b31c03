// Where the window truly stood over time, from its movements; and on one time axis with what Luft
// chose. Pure.
import type { Movement } from "../api/types";
import type { Steps } from "./choices";

export interface Positions {
  x: number[];
  y: number[];
}

export interface Known {
  movements: readonly Movement[]; // newest first, as the hub gives them
  before: number | null; // where it stood when the range began, if known
  now: { timeMs: number; position: number } | null; // its newest report
}

// Each place holds until the next movement, the last until `toMs`.
export function positionsOf(known: Known, fromMs: number, toMs: number): Positions {
  const positions: Positions = { x: [], y: [] };
  const stands = (ms: number, position: number) => {
    positions.x.push(ms);
    positions.y.push(position);
  };
  const moves = known.movements.filter(({ time_ms: ms }) => ms >= fromMs && ms <= toMs).reverse();
  const { now } = known;
  const isNews = now !== null && now.timeMs <= toMs && now.timeMs > (moves.at(-1)?.time_ms ?? 0);
  const first = known.before ?? moves[0]?.from ?? (isNews ? now.position : null);
  if (first === null) return positions;
  stands(fromMs, first);
  for (const { time_ms: ms, to } of moves) stands(ms, to);
  if (isNews && now.timeMs > fromMs) stands(now.timeMs, now.position);
  stands(toMs, positions.y.at(-1) ?? first);
  return positions;
}

export interface Both {
  x: number[];
  y: (number | null)[]; // the window
  low: (number | null)[];
  high: (number | null)[];
  also: (number | null)[]; // the choice
}

// Both step lines at all of their times; null where one is not known.
export function together(positions: Positions, choices: Steps): Both {
  const both: Both = { x: [], y: [], low: [], high: [], also: [] };
  const times = [...new Set([...positions.x, ...choices.x])].sort((a, b) => a - b);
  let [p, c] = [-1, -1];
  for (const ms of times) {
    while ((positions.x[p + 1] ?? Infinity) <= ms) p += 1;
    while ((choices.x[c + 1] ?? Infinity) <= ms) c += 1;
    both.x.push(ms);
    both.y.push(positions.y[p] ?? null);
    both.low.push(choices.low[c] ?? null);
    both.high.push(choices.high[c] ?? null);
    both.also.push(choices.y[c] ?? null);
  }
  return both;
}
