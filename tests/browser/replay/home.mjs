// A home as the hub would tell it (docs/api.md), one room for each state the page can show.
// Handwritten: for states that real services do not show on demand. Times are relative to `now`.

import { exampleDecision, exampleDevice, exampleWindow } from "../../../web/src/api/example.mjs";

const minute = 60_000;

const units = {
  temperature: "°C",
  humidity: "%",
  co2: "ppm",
  sound_volume: "dB(A)",
};

// `measured`: values by metric, all of the same age.
function device(now, id, measured, { ageMs = 4000, ...facts } = {}) {
  const readings = Object.fromEntries(
    Object.entries(measured).map(([metric, value]) => [
      metric,
      { value, unit: units[metric], time_ms: now - ageMs },
    ]),
  );
  return exampleDevice(now, id, {
    readings,
    last_seen_ms: now - ageMs,
    ...facts,
  });
}

const window = (now, position, change = {}) =>
  exampleWindow(now, position, { time_ms: now - 6 * minute, ...change });

const decision = (now, id, position, low, high, confidence, reason, ageMs) =>
  exampleDecision(now, id, position, {
    low,
    high,
    confidence,
    reason,
    time_ms: now - (ageMs ?? 40_000),
    inputs: { temp: 22.6, humidity: 48, volume: 41 },
  });

export function home(now) {
  return [
    device(
      now,
      "living_room",
      { temperature: 22.6, humidity: 48, co2: 1080, sound_volume: 33 },
      {
        window: window(now, 27, {
          target: 40,
          moving: true,
          time_ms: now - 1000,
        }),
        decision: decision(now, "living_room", 40, 30, 50, 0.84, "stuffy and cooler outside", 1500),
      },
    ),
    device(
      now,
      "bedroom",
      { temperature: 18.9, humidity: 52, co2: 640, sound_volume: 29 },
      {
        window: window(now, 60, {
          cause: "person",
          hold_until_ms: now + 2 * 60 * minute,
        }),
        decision: decision(now, "bedroom", 0, 0, 15, 0.5, "cool enough"),
      },
    ),
    device(
      now,
      "study",
      { temperature: 21.4, humidity: 44, sound_volume: 31 },
      {
        window: window(now, 10),
        decision: decision(now, "study", 10, 0, 35, 0.48, "little to gain by moving"),
      },
    ),
    device(
      now,
      "bathroom",
      { temperature: 23.8, humidity: 78, sound_volume: 34 },
      {
        window: window(now, 85, { request_id: "bathroom-1" }),
        decision: decision(now, "bathroom", 85, 75, 95, 0.7, "humid and dry outside"),
      },
    ),
    device(
      now,
      "kitchen",
      { temperature: 21.8, humidity: 51, sound_volume: 27 },
      {
        ageMs: 12 * minute,
        online: false,
        status: "inactive",
        window: window(now, 20),
        decision: decision(now, "kitchen", 20, 10, 40, 0.7, "mild outside", 13 * minute),
      },
    ),
    device(
      now,
      "nursery",
      { temperature: 20.7, humidity: 46, co2: 690, sound_volume: 31 },
      {
        window: window(now, 35, {
          target: 0,
          fault: "stopped_short",
          reason: "blocked while closing",
        }),
      },
    ),
    device(
      now,
      "outdoor",
      { temperature: 8.6, humidity: 71, sound_volume: 38 },
      {
        role: "outdoor",
        has_window: false,
      },
    ),
  ];
}

export function system(now, uptimeS) {
  const since = now - uptimeS * 1000;
  const part = (name, detail) => ({
    name,
    state: "ok",
    detail,
    since_ms: since,
  });
  return {
    ready: true,
    parts: [part("broker", ""), part("database", ""), part("ml", "default-1.0.0")],
    alarms: [],
    totals: {
      messages: 30210,
      readings: 29470,
      requests: 412,
      controls: 412,
      unanswered: 0,
      movements: 38,
      quarantined: 0,
      duplicate: 0,
      dropped: 0,
      lost: 0,
      errors: 0,
    },
    latency_ms: { control_p50: 3.4, control_p99: 21 },
    backlog: { journaled_readings: 84, journal_bytes: 10_400 },
    version: "0.1.0",
    model: "default-1.0.0",
    uptime_s: uptimeS,
    now_ms: now,
  };
}

export function model(now) {
  const metrics = {
    three_inputs_always_closed_cost_per_day: 23.5,
    three_inputs_best_rule_cost_per_day: 8.2,
    three_inputs_cost_per_day: 6.7,
    three_inputs_coverage: 0.89,
    three_inputs_reliability_error: 0.027,
    three_inputs_teacher_cost_per_day: 3.8,
    with_outdoors_always_closed_cost_per_day: 23.5,
    with_outdoors_best_rule_cost_per_day: 7.4,
    with_outdoors_cost_per_day: 5.6,
    with_outdoors_coverage: 0.9,
    with_outdoors_reliability_error: 0.013,
    with_outdoors_teacher_cost_per_day: 3.8,
  };
  const version = (name, more = {}) => ({
    name,
    version: name === "default" ? "0.1.0" : name,
    metrics,
    error: null,
    ...more,
  });
  return {
    online: true,
    since_ms: now - 3_600_000,
    version: "1.1.0",
    metrics,
    tastes: [
      {
        device: "bedroom",
        since_ms: now - 8 * 86_400_000,
        wishes: 6,
        quiet: 0,
        fresh: 0,
        warm: 0,
        thrift: 0,
        warmer_k: -0.8,
        wider: 0,
      },
    ],
    in_force: "1.1.0",
    shadow: "1.2.0",
    versions: [
      version("default"),
      version("1.1.0"),
      version("1.2.0"),
      version("1.3.0", { metrics: {}, error: "weights: SHA-256 differs" }),
    ],
    changes: [
      {
        time_ms: now - 3_600_000,
        event: "kept_back",
        version: "1.2.0",
        reason: "no cost is clearly lower than the champion's",
      },
      {
        time_ms: now - 7_200_000,
        event: "used",
        version: "1.1.0",
        reason: "with_outdoors_cost_per_day 5.600 against 5.900",
      },
    ],
    answer: null,
  };
}
