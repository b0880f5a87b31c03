// What the hub's HTTP API says (docs/api.md), as it arrives. Times are Unix milliseconds.

export interface Reading {
  value: number;
  unit: string;
  time_ms: number;
}

export type MoveCause = "control" | "person" | "guard" | "calibration";

export interface WindowState {
  position: number;
  target: number;
  moving: boolean;
  cause: MoveCause;
  reason: string | null;
  hold_until_ms: number | null;
  request_id: string | null;
  time_ms: number;
}

export interface Decision {
  request_id: string | null;
  device: string;
  time_ms: number;
  position: number;
  low: number | null;
  high: number | null;
  confidence: number;
  reason: string | null;
  model: string | null;
  latency_ms: number | null;
  outcome?: string | null; // moved, unmoved, no_effect, refused: …; history knows it a little later
  inputs: Record<string, number | null> | null;
}

export interface Counts {
  received: number;
  stored: number;
  journaled: number;
  duplicate: number;
  quarantined: number;
  dropped: number;
  lost: number;
}

export interface Device {
  id: string;
  name: string;
  room: string;
  role: string;
  online: boolean | null;
  status: "active" | "inactive";
  first_seen_ms: number;
  last_seen_ms: number;
  has_window: boolean | null;
  readings: Record<string, Reading>;
  window: WindowState | null;
  decision: Decision | null;
  trigger: {
    fired_ms: number | null;
    why: string | null;
    waiting: string | null;
    unanswered: number;
  } | null;
  counts: Counts;
}

export interface Part {
  name: string;
  state: string;
  detail: string;
  since_ms: number;
}

export interface System {
  ready: boolean;
  parts: Part[];
  totals: Record<string, number>;
  latency_ms: { control_p50: number | null; control_p99: number | null };
  backlog: { journaled_readings: number; journal_bytes: number };
  version: string;
  model: string | null;
  uptime_s: number;
  now_ms?: number; // the hub's clock, so that ages do not depend on the viewer's
}

export interface Snapshot {
  devices: Device[];
  system: System;
}

export type Step = "raw" | "10m" | "1h" | "1d";

// `[time_ms, value]` when raw, else `[time_ms, mean, min, max, count]`.
export type Point = [number, number] | [number, number, number, number, number];

export interface Series {
  device: string;
  metric: string;
  unit: string;
  step: Step;
  points: Point[];
}
