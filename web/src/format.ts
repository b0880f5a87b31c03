// Numbers, times and ages as people read them. Units follow a no-break space, ranges an en dash.

import { words } from "./texts/words";

const nbsp = "\u00a0";
const thin = "\u202f"; // narrow, does not break
const joiner = "\u2060"; // keeps a range in one piece

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

// 1080 -> "1 080", -3.04 with one digit -> "−3.0"; never "−0".
export function number(value: number, digits = 0): string {
  const [whole = "0", fraction] = Math.abs(value).toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, thin);
  const text = fraction === undefined ? grouped : `${grouped}.${fraction}`;
  return value < 0 && /[1-9]/.test(text) ? `−${text}` : text;
}

export const withUnit = (text: string, unit: string) => (unit ? `${text}${nbsp}${unit}` : text);

export const percent = (value: number) => withUnit(number(value), "%");

export const range = (low: string, high: string) =>
  low === high ? low : `${low}${joiner}–${joiner}${high}`;

export const percentRange = (low: number, high: number) =>
  withUnit(range(number(low), number(high)), "%");

// "14:02", or "2:02 PM" where people write it so.
export function time(ms: number): string {
  clock ??= clockOfHere();
  return clock.format(ms).replace(/\s/g, nbsp);
}

// Made when the first time is shown: the first one of a page takes a browser some 60 ms.
let clock: Intl.DateTimeFormat | null = null;

function clockOfHere(): Intl.DateTimeFormat {
  const hours = new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions();
  return new Intl.DateTimeFormat(undefined, {
    hour: hours.hour12 ? "numeric" : "2-digit",
    minute: "2-digit",
  });
}

// "22 Nov", with its year when that is not this one.
export function date(ms: number, nowMs = Date.now()): string {
  const sameYear = new Date(ms).getFullYear() === new Date(nowMs).getFullYear();
  return new Date(ms).toLocaleDateString(words.locale, sameYear ? ofThisYear : ofAnother);
}

// The day of a mean or a count that the hub made by days: those are UTC's, wherever the viewer is.
export function utcDate(ms: number, nowMs: number): string {
  const sameYear = new Date(ms).getUTCFullYear() === new Date(nowMs).getUTCFullYear();
  const day = sameYear ? ofThisYear : ofAnother;
  return new Date(ms).toLocaleDateString(words.locale, { ...day, timeZone: "UTC" });
}

const ofThisYear = { day: "numeric", month: "short" } as const;
const ofAnother = { ...ofThisYear, year: "numeric" } as const;

// A time today, else a date and a time.
export function moment(ms: number, nowMs: number): string {
  const sameDay = new Date(ms).toDateString() === new Date(nowMs).toDateString();
  return sameDay ? time(ms) : `${date(ms, nowMs)} ${time(ms)}`;
}

// "4 s", "12 min", "3 h", "2 days".
export function duration(ms: number): string {
  const count = (size: number) => Math.max(0, Math.floor(ms / size));
  if (ms < minute) return withUnit(String(count(second)), "s");
  if (ms < hour) return withUnit(String(count(minute)), "min");
  if (ms < 2 * day) return withUnit(String(count(hour)), "h");
  return withUnit(String(count(day)), words.days);
}

// "40 min", "19 h 20 min", "212 h": an amount of time rather than an age.
export function span(ms: number): string {
  const minutes = Math.round(ms / minute);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const inHours = withUnit(number(hours), "h");
  if (hours === 0) return withUnit(String(rest), "min");
  return rest === 0 || hours >= 100 ? inHours : `${inHours} ${withUnit(String(rest), "min")}`;
}

// "4 s ago", "12 min ago", then a time, then a date.
export function age(ms: number, nowMs: number): string {
  const since = Math.max(0, nowMs - ms);
  return since < hour ? words.ago(duration(since)) : moment(ms, nowMs);
}

export function bytes(count: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const power = count < 1 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const scaled = count / 1000 ** power;
  return withUnit(number(scaled, power > 0 && scaled < 10 ? 1 : 0), units[power] ?? "B");
}

// "living_room-2" -> "Living room 2".
export function title(id: string): string {
  const words = id.replace(/[_-]+/g, " ").trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// "luft-0.2.0" -> "0.2.0": on the wire a model's version carries its maker's name.
export const modelVersion = (name: string) => name.replace(/^luft-(?=\d)/, "");

export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const inWords = (count: number) => words.counts[count] ?? number(count);
