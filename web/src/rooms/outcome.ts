// What became of a decision, as history tells it: "moved", "refused: why". Pure.
import { texts } from "../texts";

export function outcomeOf(outcome: string | null | undefined): string {
  if (!outcome) return texts.none;
  const [kind = "", ...why] = outcome.split(": ");
  const name = texts.room.outcomes[kind] ?? kind;
  return [name, ...why].join(": ");
}
