// What a card and the room page show of one room, worked out once.
import type { Airing } from "../api/types";
import { conditionOf, type Condition } from "./condition";
import { judge, onTrack, type Bands, type ComfortWord, type Metric } from "./comfort";
import {
  deviceIsSilent,
  intervalKey,
  isLate,
  isSilent,
  silentSinceMs,
  type Intervals,
} from "./freshness";
import { isPausesOwn } from "./pause";
import { readingOf, windowOf, type Room } from "./rooms";
import { whyOf, type Why } from "./why";
import { isHeld, isStuck } from "./window";
import { number } from "../format";
import { unitOf, type Units } from "../units";
import type { GlyphFacts } from "./glyph-facts";

export interface MetricView {
  metric: Metric;
  text: string; // the number alone
  unit: string;
  timeMs: number;
  old: boolean; // late, silent, or the page is cut off
  word: ComfortWord | null;
  marker: number; // per cent of the track
  band: { from: number; to: number; low: string | null; high: string };
}

export interface RoomView {
  condition: Condition;
  silent: boolean;
  old: boolean;
  why: Why;
  glyph: GlyphFacts | null;
}

export interface Known {
  intervals: Intervals;
  live: boolean;
  byYou: boolean;
  pause: Airing | null; // of the whole house
  bands: Bands;
  nowMs: number; // or when the page was cut off
}

export function metricView(
  room: Room,
  metric: Metric,
  known: Known,
  units: Units,
): MetricView | null {
  const reading = readingOf(room, metric);
  if (!reading) return null;
  const unit = unitOf(metric, units);
  const band = known.bands.at(metric, known.nowMs);
  const device = room.devices.find((each) => each.id === reading.device);
  const interval = known.intervals[intervalKey(reading.device, metric)];
  const silent = device !== undefined && deviceIsSilent(device, known.nowMs);
  return {
    metric,
    text: number(unit.of(reading.value), unit.digits),
    unit: unit.name,
    timeMs: reading.time_ms,
    old: !known.live || silent || isLate(reading.time_ms, interval, known.nowMs),
    word: judge(metric, reading.value, band).word,
    marker: onTrack(metric, reading.value),
    band: {
      from: band.low === null ? 0 : onTrack(metric, band.low),
      to: onTrack(metric, band.high),
      low: band.low === null ? null : limit(unit.of(band.low)),
      high: limit(unit.of(band.high)),
    },
  };
}

const limit = (value: number) => number(value, Number.isInteger(value) ? 0 : 1);

export function roomView(room: Room, known: Known): RoomView {
  const { nowMs, byYou, pause, bands } = known;
  const silent = isSilent(room, nowMs);
  const old = silent || !known.live;
  const window = windowOf(room);
  const byPause = window !== null && isPausesOwn(window, pause, nowMs);
  const decision = room.windowDevice?.decision ?? null;
  return {
    condition: conditionOf(room, { byYou, paused: pause !== null, bands, nowMs }),
    silent,
    old,
    why: whyOf({
      hasWindow: room.windowDevice !== null,
      window,
      decision,
      silentSinceMs: silent ? silentSinceMs(room) : null,
      cutOff: !known.live,
      byYou,
      byPause,
      nowMs,
    }),
    glyph: window && {
      position: window.position,
      target: window.target,
      moving: window.moving && !old,
      held: isHeld(window, nowMs),
      paused: byPause,
      stuck: isStuck(window, nowMs),
      unknown: old,
      best:
        decision?.low != null && decision.high != null && !old && !isHeld(window, nowMs)
          ? { low: decision.low, high: decision.high }
          : null,
      preview: null,
    },
  };
}
