// Devices for tests: one good room at noon, to be changed where a test needs it.
import { exampleDecision, exampleDevice, exampleWindow } from "../api/example.mjs";
import type { Decision, Device, WindowState } from "../api/types";
import { roomsOf, type Room } from "./rooms";

export const noon = new Date(2026, 10, 23, 12, 0).getTime();

export const windowAt = (position: number, change: Partial<WindowState> = {}) =>
  exampleWindow(noon, position, change);

export const decisionFor = (position: number, change: Partial<Decision> = {}) =>
  exampleDecision(noon, "study", position, change);

export const device = (change: Partial<Device> = {}) =>
  exampleDevice(noon, change.id ?? "study", {
    window: windowAt(10),
    decision: decisionFor(10),
    ...change,
  });

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
