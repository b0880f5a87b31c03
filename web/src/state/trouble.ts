// What is not as it should be in the whole system, each in one sentence: what still works, what
// waits, and whether anything is lost. Pure.
import type { ModelState, Part, System } from "../api/types";
import { moment } from "../format";
import { texts } from "../texts";

export interface Trouble {
  name: string; // of the part or the alarm
  needsPerson: boolean; // an alarm: it does not end by itself
  sentence: string;
}

const journalAlarms = ["journal_full", "journal_cannot_write"];

export function troublesOf(system: System, model: ModelState | null, nowMs: number): Trouble[] {
  const parts = awayParts(system, model);
  const isAway = (name: string) => parts.some((part) => part.name === name);
  const alarms = system.alarms.filter((name) => name !== "database_away" || !isAway("database"));
  const hasJournalAlarm = alarms.some((name) => journalAlarms.includes(name));
  return [
    ...alarms.map((name) => ({ name, needsPerson: true, sentence: alarmSentence(name) })),
    ...parts
      .filter((part) => part.name !== "journal" || !hasJournalAlarm)
      .map((part) => ({
        name: part.name,
        needsPerson: false,
        sentence: partSentence(part, system, nowMs),
      })),
  ];
}

export const alarmSentence = (name: string) =>
  texts.operating.alarms[name] ?? texts.operating.alarm(name);

// The model's own word comes at once, the list of parts only every few seconds.
export const partsNow = ({ parts }: System, model: ModelState | null): Part[] =>
  parts.map((part) => (part.name === "ml" && model ? modelPart(part, model) : part));

export const awayParts = (system: System, model: ModelState | null): Part[] =>
  partsNow(system, model).filter((part) => part.state !== "ok");

const modelPart = (part: Part, model: ModelState): Part => ({
  ...part,
  state: model.online === true ? "ok" : "down",
  since_ms: model.since_ms ?? part.since_ms,
});

function partSentence(part: Part, system: System, nowMs: number): string {
  const { trouble } = texts;
  const since = part.since_ms > 0 ? moment(part.since_ms, nowMs) : null;
  const name = texts.system.names[part.name] ?? part.name;
  const said = [
    trouble.state(name, part.state === "degraded", since),
    trouble.means[part.name] ?? part.detail,
    part.name === "database" ? waiting(system, nowMs) : "",
  ];
  return said.filter((each) => each !== "").join(" ");
}

// Nothing is lost only where nothing was, and where what waits has a place to wait.
function waiting(system: System, nowMs: number): string {
  const { trouble } = texts;
  const count = system.backlog.journaled_readings;
  const lost = lostReadings(system);
  const isSafe = lost === 0 && !system.alarms.some((name) => journalAlarms.includes(name));
  const sentences = [count > 0 ? trouble.waiting(count) : ""];
  const last = system.last_loss_ms ? moment(system.last_loss_ms, nowMs) : null;
  if (lost > 0) sentences.push(trouble.lost(lost, last));
  else if (count > 0 && isSafe) sentences.push(trouble.nothingLost);
  return sentences.filter((each) => each !== "").join(" ");
}

// Since the hub started: what devices could not keep, and bare numbers that found no room.
export const lostReadings = ({ totals }: System) =>
  (totals["lost"] ?? 0) + (totals["dropped"] ?? 0);
