// What example.mjs makes.
import type { Decision, Device, WindowState } from "./types";

export function exampleWindow(
  nowMs: number,
  position: number,
  change?: Partial<WindowState>,
): WindowState;
export function exampleDecision(
  nowMs: number,
  device: string,
  position: number,
  change?: Partial<Decision>,
): Decision;
export function exampleDevice(nowMs: number, id: string, change?: Partial<Device>): Device;
