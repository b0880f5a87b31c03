// A simulated month of a house, made from a seed: six devices, their readings, what a model
// decided, what the windows did, what people chose, and how the hub fared. The checks compute from
// these rows what every panel must show; the database gets the same rows.

export const start = Date.UTC(2026, 8, 1);
export const end = Date.UTC(2026, 9, 1); // exclusive

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

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

/** Numbers from 0 to 1, the same with every run (mulberry32). */
function chance(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const round = (value: number, digits: number) => Number(value.toFixed(digits));

interface Place {
  device: string;
  name: string;
  warmth: number; // mean °C
  window: boolean;
  hears: boolean;
  breathes: boolean; // measures CO₂
  until: number;
}
const places: Place[] = [
  {
    device: "bath",
    name: "Bath",
    warmth: 22.5,
    window: true,
    hears: true,
    breathes: false,
    until: end,
  },
  {
    device: "bedroom",
    name: "Bedroom",
    warmth: 19.5,
    window: true,
    hears: true,
    breathes: true,
    until: end,
  },
  {
    device: "kitchen",
    name: "Kitchen",
    warmth: 21.5,
    window: true,
    hears: true,
    breathes: false,
    until: end,
  },
  { device: "living", name: "", warmth: 21, window: true, hears: true, breathes: true, until: end },
  {
    device: "hall",
    name: "Hall",
    warmth: 18,
    window: true,
    hears: false,
    breathes: false,
    until: end - 2 * day,
  },
  {
    device: "balcony",
    name: "Balcony",
    warmth: 13,
    window: false,
    hears: false,
    breathes: false,
    until: end,
  },
];

/** A daily wave, highest in the afternoon. */
const wave = (time: number) => Math.sin(((time % day) / day) * 2 * Math.PI - 2.2);

function measured(place: Place, time: number, random: () => number): [string, number][] {
  const swing = place.window ? 1.5 : 6;
  const temp = place.warmth + swing * wave(time) + (random() - 0.5) * 0.6;
  const values: [string, number][] = [
    ["temperature", round(temp, 2)],
    ["humidity", round(52 - 8 * wave(time) + (random() - 0.5) * 4, 1)],
  ];
  if (place.hears) {
    values.push(["sound_volume", round(36 + 6 * Math.max(0, wave(time)) + 9 * random() ** 4, 1)]);
  }
  if (place.breathes) values.push(["co2", Math.round(650 + 250 * random())]);
  return values;
}

function makeReadings(random: () => number): Reading[] {
  const rows: Reading[] = [];
  for (const place of places) {
    for (let at = start + 7_000; at < place.until; at += 3 * minute) {
      const time = at + Math.floor(random() * 900);
      const received = time + 20 + Math.floor(random() * (random() < 0.05 ? 4000 : 60));
      for (const [metric, value] of measured(place, time, random)) {
        rows.push({ device: place.device, metric, time, received, value });
      }
    }
  }
  return rows;
}

const newModelAt = start + 17 * day + 5 * hour;

function decide(place: Place, time: number, before: number, random: () => number): Prediction {
  const temp = round(place.warmth + 1.5 * wave(time), 2);
  const wanted = Math.max(
    0,
    Math.min(100, 10 * Math.round(((temp - 18) * 14 + 20 * random()) / 10)),
  );
  const answered = random() > 0.01;
  const model = time < newModelAt ? "first" : "second";
  const confidence = round(0.55 + 0.45 * random(), 3);
  const outcome =
    Math.abs(wanted - before) < 1 ? "unmoved" : random() < 0.08 ? "refused: held" : "moved";
  return {
    time,
    device: place.device,
    temp,
    humidity: round(52 - 8 * wave(time), 1),
    volume: place.hears ? round(36 + 5 * random(), 1) : null,
    outdoor_temp: round(13 + 6 * wave(time), 2),
    position_before: before,
    position: answered ? wanted : null,
    low: answered ? Math.max(0, wanted - 10 * Math.ceil(random() * 2)) : null,
    high: answered ? Math.min(100, wanted + 10 * Math.ceil(random() * 2)) : null,
    confidence: answered ? confidence : null,
    model: answered ? model : "",
    latency_ms: answered
      ? round(3 + 6 * random() + (random() < 0.02 ? 200 * random() : 0), 3)
      : null,
    outcome: answered ? outcome : "unanswered",
    trigger: "temperature moved by 0.4 °C",
    reason: answered ? `${temp} °C in the room` : "",
  };
}

/** A window's month: asked every quarter of an hour, moved by the model, by hands, by the guard. */
function live(place: Place, random: () => number, month: Month): void {
  let position = 0;
  const move = (time: number, to: number, cause: string, from: Prediction, reason: string) => {
    month.window_actions.push({
      time,
      device: place.device,
      from_pct: position,
      to_pct: to,
      cause,
      confidence: cause === "control" ? from.confidence : null,
      temp: from.temp,
      humidity: from.humidity,
      sound_volume: from.volume,
      reason,
    });
    position = to;
  };
  for (let at = start + 60_000; at < place.until; at += 15 * minute) {
    const time = at + Math.floor(random() * 20_000);
    const asked = decide(place, time, position, random);
    month.predictions.push(asked);
    if (asked.outcome === "moved" && asked.position !== null) {
      move(time + 400, asked.position, "control", asked, asked.reason);
    }
    if (random() < 0.03) {
      const chosen = 10 * Math.floor(random() * 11);
      const when = time + 5 * minute;
      month.wishes.push({ time: when, device: place.device, position: chosen });
      move(when + 300, chosen, "person", asked, "by hand");
    } else if (random() < 0.01) {
      move(time + 7 * minute, 0, "guard", asked, "hazard: rain");
    }
  }
}

const counters: [name: string, most: number][] = [
  ["luft_hub_messages_total", 900],
  ["luft_hub_readings_total", 700],
  ["luft_hub_requests_total", 12],
  ["luft_hub_controls_total", 12],
  ["luft_hub_receipts_total", 60],
  ["luft_hub_inserts_total", 200],
  ["luft_hub_insert_failures_total", 1.2],
  ["luft_hub_duplicates_total", 3],
  ["luft_hub_dropped_total", 1.5],
  ["luft_hub_let_go_total", 1.2],
  ["luft_hub_lost_total", 1.05],
  ["luft_hub_quarantined_total", 1.3],
  ["luft_hub_refused_total", 1.1],
  ["luft_hub_unanswered_total", 1.1],
];

function serve(time: number, random: () => number, month: Month): void {
  const put = (name: string, value: number, labels: Record<string, string> = {}) =>
    month.service_metrics.push({ time, name, labels, value });
  for (const [name, most] of counters) put(name, Math.floor(random() * most));
  put("luft_hub_journal_readings", Math.floor(random() * 400));
  put("luft_hub_waiting_messages", Math.floor(random() * 5));
  put("luft_hub_insert_seconds_p50", round(0.004 + 0.004 * random(), 5));
  put("luft_hub_insert_seconds_p99", round(0.02 + 0.05 * random(), 5));
  put("luft_alarm", random() < 0.02 ? 1 : 0, { name: "database_away" });
  put("luft_alarm", 0, { name: "journal_full" });
  const troubled = random() < 0.03;
  put("luft_health", troubled ? 2 : 0, { part: "database" });
  put("luft_health", random() < 0.02 ? 1 : 0, { part: "broker" });
  put("luft_health", 0, { part: "journal" });
  if (!troubled) return;
  month.service_events.push({
    time,
    level: "alarm",
    event: "database_away",
    message: "raised: the database does not answer",
  });
}

function run(random: () => number, month: Month): void {
  for (let at = start + 11_000; at < end;) {
    serve(at + Math.floor(random() * 500), random, month);
    at += at < end - 2 * day ? 10 * minute : minute;
  }
  for (let at = start + 40 * minute; at < end; at += 25 * minute + Math.floor(random() * hour)) {
    const device = random() < 0.3 ? "" : "kitchen";
    const topic = device === "" ? "nobody/knows" : `sensor/${device}/temperature`;
    month.quarantine.push({
      time: at,
      device,
      topic,
      head: "warm",
      bytes: 4,
      reason: "wrong_type",
    });
  }
}

export function simulatedMonth(seed = 7): Month {
  const random = chance(seed);
  const month: Month = {
    readings: makeReadings(random),
    predictions: [],
    window_actions: [],
    wishes: [],
    devices: [],
    device_events: [],
    service_metrics: [],
    service_events: [],
    quarantine: [],
  };
  for (const place of places) {
    const silent = place.until < end;
    month.devices.push({
      device: place.device,
      name: place.name === "" ? place.device : place.name,
      room: place.window ? `${place.device} room` : "",
      status: silent ? "inactive" : "active",
      registered_at: start,
      last_seen: place.until,
    });
    const said = (time: number, event: string, detail: string) =>
      month.device_events.push({ time, device: place.device, event, detail });
    said(start + places.indexOf(place) * 1000, "registered", "");
    if (silent) said(place.until + 10 * minute, "lost", "silent");
    said(end - 30 * minute - places.indexOf(place) * 1000, "configured", "version 3 in force");
    if (place.window) live(place, random, month);
  }
  run(random, month);
  return month;
}
