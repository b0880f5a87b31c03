// The one word a room gets, the first that applies: fault, silent, paused, held, the worst comfort
// word, Comfortable.
import { duration } from "../format";
import { texts } from "../texts";
import { judge, metrics, type Bands, type ComfortWord } from "./comfort";
import { currentReading, isMeasured, measuredMs } from "./current";
import { isSilent, silentSinceMs } from "./freshness";
import { windowOf, type Room } from "./rooms";
import { isHeld, isStuck } from "./window";

export type Tone = "quiet" | "fault" | "hand" | "out";

export interface Condition {
  kind: "stuck" | "silent" | "unknown" | "paused" | "held" | "outside" | "comfortable";
  word: string;
  tone: Tone;
}

export function worstComfort(room: Room, bands: Bands, nowMs: number): ComfortWord | null {
  let worst: { word: ComfortWord; steps: number } | null = null;
  for (const metric of metrics) {
    const reading = currentReading(room, metric, nowMs);
    if (!reading) continue;
    const { word, steps } = judge(metric, reading.value, bands.at(metric, nowMs));
    if (word && (!worst || steps > worst.steps)) worst = { word, steps };
  }
  return worst?.word ?? null;
}

export interface ConditionFacts {
  byYou: boolean; // the hold was asked for from this page
  paused: boolean; // the whole house is
  bands: Bands;
  nowMs: number;
}

export function conditionOf(room: Room, facts: ConditionFacts): Condition {
  const { byYou, paused, bands, nowMs } = facts;
  const window = windowOf(room);
  if (window && isStuck(window, nowMs)) {
    return { kind: "stuck", word: texts.state.stuck, tone: "fault" };
  }
  if (isSilent(room, nowMs)) {
    const since = silentSinceMs(room);
    const word = since > 0 ? texts.state.silent(duration(nowMs - since)) : texts.state.neverHeard;
    return { kind: "silent", word, tone: "quiet" };
  }
  if (window && paused) return { kind: "paused", word: texts.state.paused, tone: "hand" };
  if (window && isHeld(window, nowMs)) {
    return { kind: "held", word: byYou ? texts.state.heldByYou : texts.state.held, tone: "hand" };
  }
  const outside = worstComfort(room, bands, nowMs);
  if (outside) return { kind: "outside", word: texts.comfort.words[outside], tone: "out" };
  if (!isMeasured(room, nowMs)) {
    const lastMs = measuredMs(room);
    const { unmeasured, neverHeard } = texts.state;
    const word = lastMs === null ? neverHeard : unmeasured(duration(nowMs - lastMs));
    return { kind: "unknown", word, tone: "quiet" };
  }
  return { kind: "comfortable", word: texts.comfort.comfortable, tone: "quiet" };
}
