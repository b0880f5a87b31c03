// The settings of a device as fields of a form: what may be set, what stands there, what is in
// force, and the wish they make together. Pure.
import type { Config, MetricSettings, Settings, WindowSettings } from "../api/types";
import { withUnit } from "../format";
import { texts } from "../texts";
import { perUnit, unitOf, type Units } from "../units";

export type FieldKind = "whole" | "number" | "time" | "flag" | "clip"; // clip: a whole number, or 0

export interface Field {
  setting: string; // as the device names it: "temperature.interval_s", "window.rest_s"
  label: string;
  kind: FieldKind;
  least: number;
  most: number;
  unit: string;
  scale: number; // so many of this unit is one of the device's
}

type Value = number | boolean | undefined;

const sensed = [
  "temperature",
  "humidity",
  "sound_volume",
  "co2",
  "pressure",
  "illuminance",
  "rain",
  "wind_speed",
] as const;
const leastClipS = 10;
const day = 86_400;

export function fieldsOf(capabilities: readonly string[], units: Units): Field[] {
  const words = texts.settings;
  const seconds = { unit: words.seconds, scale: 1 };
  const plain = { unit: "", scale: 1 };
  const fields: Field[] = [];
  for (const metric of sensed) {
    if (!capabilities.includes(metric)) continue;
    const name = { ...texts.metric, ...texts.otherMetric }[metric];
    const whole = { kind: "whole", least: 1, most: day, ...seconds } as const;
    fields.push({ setting: `${metric}.interval_s`, label: words.interval(name), ...whole });
    fields.push({ setting: `${metric}.probe_s`, label: words.probe(name), ...whole });
    const inUnit = { unit: unitOf(metric, units).name, scale: perUnit(metric, units) };
    const number = { kind: "number", least: 0, most: 100_000, ...inUnit } as const;
    fields.push({ setting: `${metric}.deadband`, label: words.deadband(name), ...number });
  }
  if (capabilities.includes("sound_volume")) {
    const clip = { kind: "clip", least: leastClipS, most: day, ...seconds } as const;
    fields.push({ setting: "audio.clip_every_s", label: words.clips, ...clip });
  }
  if (capabilities.includes("window")) {
    const time = { kind: "time", least: 0, most: 1439, ...plain } as const;
    const rest = { kind: "whole", least: 0, most: 3600, ...seconds } as const;
    const flag = { kind: "flag", least: 0, most: 1, ...plain } as const;
    fields.push(
      { setting: "window.rest_s", label: words.rest, ...rest },
      { setting: "window.quiet_from_min", label: words.quietFrom, ...time },
      { setting: "window.quiet_to_min", label: words.quietTo, ...time },
      { setting: "window.locked", label: words.locked, ...flag },
      { setting: "window.strict", label: words.strict, ...flag },
    );
  }
  return fields;
}

export function valueIn(settings: Settings | null, setting: string): Value {
  const [part = "", member = ""] = setting.split(".");
  const group =
    part === "window"
      ? settings?.window
      : part === "audio"
        ? settings?.audio
        : settings?.metrics?.[part];
  return (group as Record<string, Value> | undefined)?.[member];
}

const twoDigits = (value: number) => String(value).padStart(2, "0");

const rounded = (value: number) => Math.round(value * 1000) / 1000;

export function shown(field: Field, value: Value): string {
  if (value === undefined) return "";
  if (field.kind === "flag") return value ? texts.settings.yes : texts.settings.no;
  if (field.kind === "time")
    return `${twoDigits(Math.floor(Number(value) / 60))}:${twoDigits(Number(value) % 60)}`;
  return String(rounded(Number(value) * field.scale));
}

// Quiet hours that end as they begin are none.
const neverQuiet = (settings: Settings | null) =>
  settings?.window?.quiet_from_min !== undefined &&
  settings.window.quiet_from_min === settings.window.quiet_to_min;

function told(field: Field, settings: Settings | null): string {
  const isQuiet = field.setting.startsWith("window.quiet_");
  if (isQuiet && neverQuiet(settings)) return texts.settings.never;
  return withItsUnit(field, valueIn(settings, field.setting));
}

const withItsUnit = (field: Field, value: Value) =>
  field.kind === "number" ? withUnit(shown(field, value), field.unit) : shown(field, value);

// What is wrong with a text, and what to give instead; null: nothing. Empty: the device's own.
export function errorIn(field: Field, text: string): string | null {
  if (text.trim() === "" || field.kind === "flag") return null;
  const words = texts.settings;
  if (field.kind === "time") return minutesIn(text) === null ? words.timeError : null;
  const value = Number(text.replace(",", "."));
  const inside = value >= field.least && value <= field.most;
  if (field.kind === "clip" && value === 0) return null;
  if (field.kind === "clip") return inside && Number.isInteger(value) ? null : words.clipError;
  if (field.kind === "number") return inside ? null : words.numberError;
  return inside && Number.isInteger(value) ? null : words.wholeError(field.least, field.most);
}

function minutesIn(text: string): number | null {
  const parts = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(text.trim());
  return parts ? Number(parts[1]) * 60 + Number(parts[2]) : null;
}

function parsed(field: Field, text: string): Value {
  if (text.trim() === "") return undefined;
  if (field.kind === "flag") return text === "true" ? true : text === "false" ? false : undefined;
  if (field.kind === "time") return minutesIn(text) ?? undefined;
  return rounded(Number(text.replace(",", ".")) / field.scale);
}

// All that the device should have: what was desired before, with what these fields say now.
export function wishOf(
  before: Config["desired"],
  fields: readonly Field[],
  texts_: Readonly<Record<string, string>>,
): Settings {
  const metrics: Record<string, MetricSettings> = structuredClone(before?.metrics ?? {});
  const window: Record<string, Value> = { ...before?.window };
  const audio: Record<string, Value> = { ...before?.audio };
  for (const field of fields) {
    const [part = "", member = ""] = field.setting.split(".");
    const group: Record<string, Value> =
      part === "window"
        ? window
        : part === "audio"
          ? audio
          : ((metrics[part] ??= {}) as Record<string, Value>);
    const value = parsed(field, texts_[field.setting] ?? "");
    if (value === undefined) delete group[member];
    else group[member] = value;
  }
  for (const [name, group] of Object.entries(metrics)) {
    if (Object.keys(group).length === 0) delete metrics[name];
  }
  const wish: Settings = { metrics, window: window as WindowSettings };
  if (Object.keys(audio).length > 0) wish.audio = audio;
  return wish;
}

// How a setting stands: refused and why, asked and waiting, or in force.
export function standing(field: Field, config: Config): { text: string; tone: string } {
  const words = texts.settings;
  const refusal = config.reported?.refused?.find((each) => each.setting === field.setting);
  if (refusal) return { text: words.refused(refusal.reason), tone: "out" };
  const wanted = valueIn(config.desired, field.setting);
  const behind = (config.reported?.version ?? -1) < (config.desired?.version ?? 0);
  if (behind && wanted !== undefined) {
    return { text: words.waiting(told(field, config.desired)), tone: "" };
  }
  if (!config.reported) return { text: words.unknown, tone: "" };
  const value = valueIn(config.reported, field.setting);
  return {
    text: value === undefined ? words.unknown : words.inForce(told(field, config.reported)),
    tone: "",
  };
}
