// Rooms, made of the devices the hub knows: a card each, in an order that never changes by itself.
import type { Device, Reading, WindowState } from "../api/types";
import { title } from "../format";
import { silentAfterMs } from "./freshness";

export interface Room {
  id: string; // in addresses
  name: string;
  devices: Device[];
  windowDevice: Device | null; // the one whose window the card shows
}

export interface RoomReading extends Reading {
  device: string;
}

const hasWindow = (device: Device) => device.window !== null || device.has_window === true;

// One room per place; a room with several windows becomes a card for each window.
export function roomsOf(devices: Iterable<Device>): Room[] {
  const places = new Map<string, Device[]>();
  for (const device of devices) {
    if (device.role === "outdoor") continue;
    const place = device.room || device.id;
    places.set(place, [...(places.get(place) ?? []), device]);
  }
  return [...places].flatMap(([place, inside]) => cardsOf(place, inside)).sort(byName);
}

// What could be an id on the wire is written as a title; what people typed stays as they typed it.
const nameOf = (text: string) => (/^[a-z0-9_-]+$/.test(text) ? title(text) : text);

function cardsOf(place: string, devices: Device[]): Room[] {
  const windows = devices.filter(hasWindow);
  if (windows.length <= 1) {
    return [{ id: place, name: nameOf(place), devices, windowDevice: windows[0] ?? null }];
  }
  const sensors = devices.filter((device) => !hasWindow(device));
  return windows.map((device) => ({
    id: device.id,
    name: `${nameOf(place)}, ${nameOf(device.name)}`,
    devices: [device, ...sensors],
    windowDevice: device,
  }));
}

// Made once: to make a collator takes longer than to sort all rooms of a house.
const { compare } = new Intl.Collator(undefined, { numeric: true });

const byName = (a: Room, b: Room) => compare(a.name, b.name) || compare(a.id, b.id);

// The rooms as they are now; those in which nothing changed are the same objects as before.
export function withUnchanged(before: readonly Room[], now: readonly Room[]): Room[] {
  const known = new Map(before.map((room) => [room.id, room]));
  return now.map((room) => {
    const old = known.get(room.id);
    return old && isSame(old, room) ? old : room;
  });
}

const isSame = (a: Room, b: Room) =>
  a.name === b.name &&
  a.windowDevice === b.windowDevice &&
  a.devices.length === b.devices.length &&
  a.devices.every((device, i) => device === b.devices[i]);

// The reading of a metric, always of the same sensor: that of the window's own device, else of the
// first by id. One that fell far behind another, or is offline, gives way to it.
export function readingOf(room: Room, metric: string): RoomReading | null {
  const measured = room.devices.filter((device) => device.readings[metric]);
  const online = measured.filter((device) => device.online !== false);
  const readings = (online.length > 0 ? online : measured).flatMap((device): RoomReading[] => {
    const reading = device.readings[metric];
    return reading ? [{ ...reading, device: device.id }] : [];
  });
  const newestMs = Math.max(...readings.map(({ time_ms: ms }) => ms));
  const speaking = readings.filter(({ time_ms: ms }) => newestMs - ms <= silentAfterMs);
  const own = speaking.find(({ device }) => device === room.windowDevice?.id);
  return own ?? speaking.sort((a, b) => (a.device < b.device ? -1 : 1))[0] ?? null;
}

// Whose readings of these metrics are shown: another text when another sensor takes over.
export const sensorsOf = (room: Room, metrics: readonly string[]): string =>
  metrics.map((metric) => readingOf(room, metric)?.device ?? "").join("/");

export const windowOf = (room: Room): WindowState | null => room.windowDevice?.window ?? null;

export const lastSeenMs = (room: Room) =>
  Math.max(0, ...room.devices.map((device) => device.last_seen_ms));

export function outdoorOf(devices: Iterable<Device>): Room | null {
  const outside = [...devices].filter((device) => device.role === "outdoor");
  if (outside.length === 0) return null;
  return { id: "outdoor", name: "", devices: outside, windowDevice: null };
}
