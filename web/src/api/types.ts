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
  fault?: string | null; // what its device found wrong: a WindowFault, or a word of its own
  time_ms: number;
}

export type WindowFault = "limit_not_found" | "stopped_short" | "did_not_move";

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

// What was asked for and never answered.
export interface Unanswered extends Omit<Decision, "position"> {
  position: null;
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

export interface DeviceEvent {
  time_ms: number;
  event: string;
  reason: string | null;
  request_id: string | null; // of the decision it is about; null: of a person's wish or command
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
  capabilities: string[];
  firmware: string | null;
  chip: string | null;
  signal_dbm: number | null;
  trigger_settings?: Partial<TriggerSettings>; // where they differ from luft.yaml's
  settings: "in_force" | "waiting" | "refused" | null; // null: nobody set any
  last_event: DeviceEvent | null;
  contested: boolean;
  wrong_clock: boolean;
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

export interface Airing {
  paused: boolean;
  since_ms: number | null;
  until_ms: number | null;
  by: string | null; // api: the page or the command line; home assistant
}

export interface System {
  ready: boolean;
  parts: Part[];
  alarms: string[];
  airing?: Airing; // a hub that keeps no pause says nothing
  last_loss_ms?: number | null;
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
  model: ModelState;
}

export interface ModelVersion {
  name: string; // "default": the one that comes with Luft
  version: string | null;
  metrics: Record<string, number>;
  error: string | null; // why it cannot decide
}

export interface ModelChange {
  time_ms: number;
  event: string; // used, rolled_back, kept_back
  version: string;
  reason: string | null;
}

// What the model in force learned that the people of a room want otherwise than most (ml/taste.h).
export interface LearnedTaste {
  device: string; // of the window
  since_ms: number;
  wishes: number | null; // choices by hand that it was learned from
  quiet: number;
  fresh: number;
  warm: number;
  thrift: number;
  warmer_k: number;
  wider: number;
}

export interface ModelState {
  online: boolean | null;
  since_ms: number | null;
  version: string | null;
  metrics: Record<string, number>;
  tastes?: LearnedTaste[]; // an older hub says nothing
  in_force: string | null; // its name among `versions`
  shadow: string | null;
  versions: ModelVersion[];
  changes: ModelChange[]; // newest first
  answer: { id: string; error: string | null } | null; // to the last wish
}

export interface QualityPoint {
  time_ms: number;
  decisions: number;
  hands: number;
  covered: number;
  distance: number | null;
  confidence: number | null;
  overrides: number;
}

export interface Quality {
  step_s: number;
  points: QualityPoint[];
}

// What a model in the shadow would have done, beside what was done (docs/api.md).
export interface ShadowFigures {
  model: string; // "luft-1.2.0"
  first_ms: number;
  last_ms: number;
  decisions: number;
  same: number;
  known: number;
  stood: number;
  hands: number;
  along: number;
  against: number;
}

export interface Shadows {
  tolerance: number;
  models: ShadowFigures[]; // the last one first
}

export interface Storage {
  database: string;
  readings: number;
  oldest_ms: number | null;
  disk: { free_bytes: number | null; total_bytes: number | null };
}

export interface Backup {
  phase: "none" | "running" | "done" | "failed";
  step: "waiting" | "journal" | "history" | "checking" | null; // while it runs
  folder: string | null; // on the hub's machine
  began_ms: number | null;
  ended_ms: number | null; // null: it was there when the hub started
  readings: number | null;
  bytes: number | null;
  error: string | null;
}

export interface Movement {
  time_ms: number;
  from: number;
  to: number;
  cause: MoveCause;
  reason: string | null;
}

export interface MetricSettings {
  interval_s?: number;
  probe_s?: number;
  deadband?: number;
}

export interface WindowSettings {
  rest_s?: number;
  strict?: boolean;
  locked?: boolean;
  quiet_from_min?: number;
  quiet_to_min?: number;
}

export interface Settings {
  metrics?: Record<string, MetricSettings>;
  window?: WindowSettings;
  audio?: { clip_every_s?: number };
}

export interface Refusal {
  setting: string; // "temperature.interval_s"
  reason: string;
}

export interface Config {
  desired: (Settings & { version: number }) | null;
  reported: (Settings & { version: number; refused?: Refusal[] }) | null;
  in_force: boolean;
}

// When the model is asked about a window.
export interface TriggerSettings {
  temperature_c: number;
  humidity_pct: number;
  sound_volume_db: number;
  co2_ppm: number;
  shortest_interval_s: number;
  longest_interval_s: number;
  freshness_s: number;
  request_timeout_s: number;
}

export interface DeviceChange {
  trigger?: { [setting in keyof TriggerSettings]?: number | null }; // null: as luft.yaml says
  name?: string | null;
  room?: string | null;
  role?: string | null;
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
