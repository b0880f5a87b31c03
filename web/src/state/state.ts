// All the page knows, and how each event changes it. Pure: `reduce` is handed every event.
import type { Device, ModelState, Snapshot, System } from "../api/types";
import { learnIntervals, type Intervals } from "../rooms/freshness";
import type { HoldChoice } from "./hold";
import { advance, heed, type Wish } from "./wish";
import { usualUnits, type Units } from "../units";

export type Link =
  | { kind: "connecting" }
  | { kind: "live" }
  | { kind: "resting" } // nobody looks: the stream is closed so that other tabs get theirs
  // Since null: never was live. Full: the hub answers, but feeds as many pages as it may.
  | { kind: "lost"; sinceMs: number | null; retryAtMs: number; full: boolean };

export interface State {
  link: Link;
  devices: ReadonlyMap<string, Device> | null; // null: not told yet
  system: System | null;
  systemBefore: System | null; // the one heard before, for rates
  model: ModelState | null;
  lastEventMs: number;
  clockAheadMs: number; // the hub's clock minus the viewer's
  intervals: Intervals;
  wishes: ReadonlyMap<string, Wish>; // the last one of each device
  toast: Wish | null; // the one that can be undone from the toast
  hold: HoldChoice;
  units: Units;
}

export type Action =
  | { type: "link"; link: Link }
  | { type: "snapshot"; snapshot: Snapshot; atMs: number }
  | { type: "device"; device: Device; atMs: number }
  | { type: "removed"; id: string; atMs: number }
  | { type: "system"; system: System; atMs: number }
  | { type: "model"; model: ModelState; atMs: number }
  | { type: "asked"; wish: Wish }
  | { type: "accepted"; wish: Wish }
  | { type: "refused"; wish: Wish; why: string }
  | { type: "dismissed"; wish: Wish }
  | { type: "toast closed" }
  | { type: "hold chosen"; hold: HoldChoice }
  | { type: "units chosen"; units: Units };

export const initial: State = {
  link: { kind: "connecting" },
  devices: null,
  system: null,
  systemBefore: null,
  model: null,
  lastEventMs: 0,
  clockAheadMs: 0,
  intervals: {},
  wishes: new Map(),
  toast: null,
  hold: "2h",
  units: usualUnits,
};

export function reduce(state: State, action: Action): State {
  switch (action.type) {
    case "link":
      return { ...state, link: action.link };
    case "snapshot":
      return snapshot(state, action.snapshot, action.atMs);
    case "device":
      return device({ ...state, lastEventMs: action.atMs }, action.device);
    case "removed":
      return without({ ...state, lastEventMs: action.atMs }, action.id);
    case "system":
      return system({ ...state, lastEventMs: action.atMs }, action.system, action.atMs);
    case "model":
      return { ...state, lastEventMs: action.atMs, model: action.model };
    case "asked":
      return withWish({ ...state, toast: null }, action.wish);
    case "accepted":
      return answered(state, action.wish, { phase: "accepted" });
    case "refused":
      return answered(state, action.wish, { phase: "refused", refusal: action.why });
    case "dismissed":
      return withoutWish(state, action.wish.device);
    case "toast closed":
      return { ...state, toast: null };
    case "hold chosen":
      return { ...state, hold: action.hold };
    case "units chosen":
      return { ...state, units: action.units };
  }
}

function snapshot(state: State, { devices, system: news, model }: Snapshot, atMs: number): State {
  const known = new Map(devices.map((each) => [each.id, each]));
  const link = { kind: "live" } as const;
  const fresh = { ...state, devices: known, model, system: null, lastEventMs: atMs, link };
  return devices.reduce(followWish, system(fresh, news, atMs));
}

function system(state: State, news: System, atMs: number): State {
  const clockAheadMs = news.now_ms === undefined ? 0 : news.now_ms - atMs;
  return { ...state, system: news, systemBefore: state.system, clockAheadMs };
}

function device(state: State, news: Device): State {
  const before = state.devices?.get(news.id);
  const devices = new Map(state.devices).set(news.id, news);
  const intervals = learnIntervals(state.intervals, before, news);
  return followWish({ ...state, devices, intervals }, news);
}

function without(state: State, id: string): State {
  const devices = new Map(state.devices);
  devices.delete(id);
  return { ...withoutWish(state, id), devices };
}

function withoutWish(state: State, id: string): State {
  const wishes = new Map(state.wishes);
  wishes.delete(id);
  return { ...state, wishes };
}

// Lets a wish follow what its device reports; the toast shows once the device did it.
function followWish(state: State, news: Device): State {
  const wish = state.wishes.get(news.id);
  if (!wish) return state;
  const next = advance(heed(wish, news.last_event), news.window);
  if (next === wish) return state;
  if (next === undefined) {
    const toast = state.toast?.askedMs === wish.askedMs ? null : state.toast;
    return { ...withoutWish(state, news.id), toast };
  }
  const wasDone = wish.phase === "moving" || wish.phase === "there";
  const isDone = next.phase === "moving" || next.phase === "there";
  return { ...withWish(state, next), toast: isDone && !wasDone ? next : state.toast };
}

function withWish(state: State, wish: Wish): State {
  return { ...state, wishes: new Map(state.wishes).set(wish.device, wish) };
}

// The hub's answer counts only for the wish it belongs to, and not once the device has spoken.
function answered(state: State, { device: id, askedMs }: Wish, change: Partial<Wish>): State {
  const wish = state.wishes.get(id);
  if (!wish || wish.askedMs !== askedMs || wish.phase !== "asked") return state;
  return withWish(state, { ...wish, ...change });
}
