// Marks at what was not Luft's choice: hands, the guard, measuring. Pure.
import type { Movement } from "../api/types";

export interface OtherMark {
  left: number; // px
  movements: Movement[]; // oldest first, of one cause; more than one: drawn as "◆×4"
}

const apartPx = 12;

// Those of one cause that would touch become one. `movements` newest first, as the hub gives them.
export function otherMarksOf(
  movements: readonly Movement[],
  toPx: (ms: number) => number,
  width: number,
): OtherMark[] {
  const marks: OtherMark[] = [];
  for (const movement of [...movements].reverse()) {
    const left = toPx(movement.time_ms);
    if (movement.cause === "control" || left < 0 || left > width) continue;
    const last = marks.at(-1);
    const joins = last && left - last.left < apartPx && last.movements[0]?.cause === movement.cause;
    if (joins) last.movements.push(movement);
    else marks.push({ left, movements: [movement] });
  }
  return marks;
}
