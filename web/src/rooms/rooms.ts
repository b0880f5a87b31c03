// Rooms, made of the devices the hub knows: a card each, in an order that never changes by itself.
import type { Device, Reading, WindowState } from "../api/types";
import { title } from "../format";

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

function cardsOf(place: string, devices: Device[]): Room[] {
  const windows = devices.filter(hasWindow);
  if (windows.length <= 1) {
    return [{ id: place, name: title(place), devices, windowDevice: windows[0] ?? null }];
  }
  const sensors = devices.filter((device) => !hasWindow(device));
  return windows.map((device) => ({
    id: device.id,
    name: `${title(place)}, ${title(device.name)}`,
    devices: [device, ...sensors],
    windowDevice: device,
  }));
}

const byName = (a: Room, b: Room) =>
  a.name.localeCompare(b.name, undefined, { numeric: true }) || a.id.localeCompare(b.id);

// The newest reading of a metric: the window's own device first when times are equal.
export function readingOf(room: Room, metric: string): RoomReading | null {
  let newest: RoomReading | null = null;
  for (const device of room.devices) {
    const reading = device.readings[metric];
    if (reading && (!newest || reading.time_ms > newest.time_ms)) {
      newest = { ...reading, device: device.id };
    }
  }
  return newest;
}

export const windowOf = (room: Room): WindowState | null => room.windowDevice?.window ?? null;

export const lastSeenMs = (room: Room) =>
  Math.max(0, ...room.devices.map((device) => device.last_seen_ms));

export function outdoorOf(devices: Iterable<Device>): Room | null {
  const outside = [...devices].filter((device) => device.role === "outdoor");
  if (outside.length === 0) return null;
  return { id: "outdoor", name: "", devices: outside, windowDevice: null };
}
