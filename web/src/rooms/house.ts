// The house in one sentence, a second one for exceptions, and a line for outside.
import { age, duration, sentence } from "../format";
import { texts } from "../texts";
import { quantity, type Units } from "../units";
import { metrics, type Bands } from "./comfort";
import { worstComfort } from "./condition";
import { isMeasured, measuredMs } from "./current";
import { isSilent, silentSinceMs } from "./freshness";
import { readingOf, windowOf, type Room } from "./rooms";
import { otherReadingsOf } from "./other-readings";
import { isHeld } from "./window";

const letsAirIn = (room: Room) => {
  const window = windowOf(room);
  return window !== null && (window.position >= 0.5 || (window.moving && window.target > 0));
};

export function houseSentence(rooms: Room[], bands: Bands, nowMs: number): string {
  const heard = rooms.filter((room) => !isSilent(room, nowMs));
  if (heard.length === 0) return `${texts.house.allSilent}.`;
  const known = heard.filter((room) => isMeasured(room, nowMs));
  if (known.length === 0) {
    const ever = heard.some((room) => measuredMs(room) !== null);
    return `${ever ? texts.house.unmeasured : texts.house.unknown}.`;
  }

  const outside = known.filter((room) => worstComfort(room, bands, nowMs) !== null);
  const good = known.length - outside.length;
  const aired = outside.filter(letsAirIn).length;
  const parts = [
    good === 0
      ? texts.house.noneGood
      : good === rooms.length
        ? texts.house.allGood(good)
        : texts.house.someGood(good),
  ];
  if (aired > 0) parts.push(texts.house.aired(aired));
  if (good > 0 && outside.length > aired) parts.push(texts.house.outside(outside.length - aired));
  return `${sentence(parts.join(", "))}.`;
}

// While all are paused, its own sentence says so: no room is held for itself.
export function houseExceptions(rooms: Room[], paused: boolean, nowMs: number): string {
  const sentences: string[] = [];
  const silent = rooms.filter((room) => isSilent(room, nowMs));
  const [first] = silent;
  if (silent.length > 1) sentences.push(texts.house.moreSilent(silent.length));
  else if (first && silentSinceMs(first) > 0) {
    sentences.push(texts.house.silent(first.name, duration(nowMs - silentSinceMs(first))));
  }
  const held = rooms.filter((room) => {
    const window = windowOf(room);
    return window !== null && isHeld(window, nowMs) && !silent.includes(room);
  });
  if (held.length > 0 && !paused) sentences.push(texts.house.held(held.map((room) => room.name)));
  return sentences.join(" ");
}

// "Outside 8.6 °C · 71 % · 20 s ago", or null when nothing outside is known.
export function outdoorLine(outdoor: Room | null, units: Units, nowMs: number): string | null {
  if (!outdoor) return null;
  const readings = metrics.flatMap((metric) => {
    const reading = readingOf(outdoor, metric);
    return reading ? [{ metric, ...reading }] : [];
  });
  const weather = otherReadingsOf(outdoor, units);
  if (readings.length + weather.length === 0) return null;
  const values = readings.map(({ metric, value }) => quantity(metric, value, units));
  values.push(...weather.map(({ text }) => text));
  const times = [...readings.map(({ time_ms }) => time_ms), ...weather.map(({ timeMs }) => timeMs)];
  const oldest = Math.min(...times);
  return texts.house.outdoor([...values, age(oldest, nowMs)]);
}
