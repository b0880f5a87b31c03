// What the simulated month consists of: its span, and a row of each table.
export const start = Date.UTC(2026, 8, 1);
export const end = Date.UTC(2026, 9, 1); // exclusive

export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

export interface Reading {
  device: string;
  metric: string;
  time: number; // ms since 1970, UTC
  received: number;
  value: number;
}
export interface Prediction {
  time: number;
  device: string;
  temp: number;
  humidity: number;
  volume: number | null;
  outdoor_temp: number;
  position_before: number;
  position: number | null;
  low: number | null;
  high: number | null;
  confidence: number | null;
  model: string;
  latency_ms: number | null;
  outcome: string;
  trigger: string;
  reason: string;
}
export interface Action {
  time: number;
  device: string;
  from_pct: number;
  to_pct: number;
  cause: string;
  confidence: number | null;
  temp: number;
  humidity: number;
  sound_volume: number | null;
  reason: string;
}
export interface Wish {
  time: number;
  device: string;
  position: number;
}
export interface Device {
  device: string;
  name: string;
  room: string;
  status: string;
  registered_at: number;
  last_seen: number;
}
export interface DeviceEvent {
  time: number;
  device: string;
  event: string;
  detail: string;
}
export interface ServiceMetric {
  time: number;
  name: string;
  labels: Record<string, string>;
  value: number;
}
export interface ServiceEvent {
  time: number;
  level: string;
  event: string;
  message: string;
}
export interface Quarantined {
  time: number;
  device: string;
  topic: string;
  head: string;
  bytes: number;
  reason: string;
}
export interface Month {
  readings: Reading[];
  predictions: Prediction[];
  window_actions: Action[];
  wishes: Wish[];
  devices: Device[];
  device_events: DeviceEvent[];
  service_metrics: ServiceMetric[];
  service_events: ServiceEvent[];
  quarantine: Quarantined[];
}

export const round = (value: number, digits: number) => Number(value.toFixed(digits));
