// Devices for tests: one good room, to be changed where a test needs it.
import type { Decision, Device, WindowState } from "../api/types";
import { roomsOf, type Room } from "./rooms";

export const noon = new Date(2026, 10, 23, 12, 0).getTime();

export function windowAt(position: number, change: Partial<WindowState> = {}): WindowState {
  return {
    position,
    target: position,
    moving: false,
    cause: "control",
    reason: null,
    hold_until_ms: null,
    request_id: null,
    time_ms: noon - 60_000,
    ...change,
  };
}

export function decisionFor(position: number, change: Partial<Decision> = {}): Decision {
  return {
    request_id: "r1",
    device: "study",
    time_ms: noon - 30_000,
    position,
    low: Math.max(0, position - 10),
    high: Math.min(100, position + 10),
    confidence: 0.85,
    reason: "stuffy and cooler outside",
    model: "default-1.0.0",
    latency_ms: 3,
    inputs: { temp: 22, humidity: 45, volume: 30 },
    ...change,
  };
}

export function device(change: Partial<Device> = {}): Device {
  const id = change.id ?? "study";
  return {
    id,
    name: id,
    room: id,
    role: "indoor",
    online: true,
    status: "active",
    first_seen_ms: noon - 1_000_000,
    last_seen_ms: noon - 2000,
    has_window: true,
    capabilities: ["window", "temperature", "humidity", "sound_volume"],
    firmware: "0.1.0",
    chip: "virtual",
    signal_dbm: null,
    settings: null,
    last_event: null,
    contested: false,
    wrong_clock: false,
    readings: {
      temperature: { value: 22, unit: "°C", time_ms: noon - 2000 },
      humidity: { value: 45, unit: "%", time_ms: noon - 2000 },
      sound_volume: { value: 30, unit: "dB(A)", time_ms: noon - 2000 },
    },
    window: windowAt(10),
    decision: decisionFor(10),
    trigger: null,
    counts: {
      received: 9,
      stored: 9,
      journaled: 0,
      duplicate: 0,
      quarantined: 0,
      dropped: 0,
      lost: 0,
    },
    ...change,
  };
}

export function withReadings(values: Record<string, number>, timeMs = noon - 2000) {
  return Object.fromEntries(
    Object.entries(values).map(([metric, value]) => [metric, { value, unit: "", time_ms: timeMs }]),
  );
}

export function room(change: Partial<Device> = {}): Room {
  const [only] = roomsOf([device(change)]);
  if (!only) throw new Error("an outdoor device makes no room");
  return only;
}
