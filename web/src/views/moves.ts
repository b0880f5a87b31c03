// The movements of a window in a range: all of them up to a limit, and what people and the guard
// did in all of it.
import { api } from "../api/client";
import type { Movement } from "../api/types";

export interface Moves {
  movements: Movement[]; // newest first; before `sinceMs` only those of hands, guard and measuring
  before: number | null; // where the window stood at `sinceMs`
  sinceMs: number; // from then on every movement is there
  isCut: boolean; // that is later than the range begins
}

export const noMoves: Moves = { movements: [], before: null, sinceMs: 0, isCut: false };

const pageSize = 1000;
const mostPages = 4;
const others = ["person", "guard", "calibration"] as const;

export async function readMoves(device: string, fromMs: number, toMs: number): Promise<Moves> {
  const movements: Movement[] = [];
  let beforeMs: number | null = toMs;
  for (let page = 0; page < mostPages && beforeMs !== null; page += 1) {
    const found = await api.movements(device, { fromMs, beforeMs, limit: pageSize });
    movements.push(...found.movements);
    beforeMs = found.next;
  }
  if (beforeMs === null) {
    const earlier = await api.movements(device, { beforeMs: fromMs, limit: 1 });
    return { movements, before: earlier.movements[0]?.to ?? null, sinceMs: fromMs, isCut: false };
  }
  const sinceMs = beforeMs;
  const marked = await Promise.all(
    others.map((cause) =>
      api.movements(device, { fromMs, beforeMs: sinceMs, cause, limit: pageSize }),
    ),
  );
  const earlier = marked.flatMap((found) => found.movements);
  earlier.sort((a, b) => b.time_ms - a.time_ms);
  return { movements: [...movements, ...earlier], before: null, sinceMs, isCut: true };
}
