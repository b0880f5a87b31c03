// What the window glyph shows, and the name it has for those who do not see it.
import { percent, percentRange } from "../format";
import { texts } from "../texts";

export interface GlyphFacts {
  position: number;
  target: number;
  moving: boolean;
  held: boolean;
  paused: boolean; // held, and by the pause of the house
  stuck: boolean;
  unknown: boolean; // silent: the position is the last known
  best: { low: number; high: number } | null;
  preview: number | null; // where a finger is dragging it
}

export function glyphName(facts: GlyphFacts): string {
  const at = percent(facts.position);
  if (facts.stuck) return texts.window.stuck(at);
  if (facts.unknown) return texts.window.lastKnown(at);
  const parts = [facts.position < 0.5 ? texts.window.closed : texts.window.open(at)];
  if (facts.moving) parts.push(texts.window.movingTo(percent(facts.target)));
  if (facts.paused) parts.push(texts.window.paused);
  else if (facts.held) parts.push(texts.window.heldByHand);
  if (facts.best)
    parts.push(texts.window.likelyBest(percentRange(facts.best.low, facts.best.high)));
  return parts.join(", ");
}
