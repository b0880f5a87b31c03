// A device, its window and a decision as the hub tells them (docs/api.md), all well: what tests and
// the replay of tests/browser are made of. JavaScript, so that the replay runs without a build.
const counts = {
  received: 4210,
  stored: 4198,
  journaled: 12,
  duplicate: 0,
  quarantined: 0,
  dropped: 0,
  lost: 0,
};

export function exampleWindow(nowMs, position, change = {}) {
  return {
    position,
    target: position,
    moving: false,
    cause: "control",
    reason: null,
    hold_until_ms: null,
    request_id: null,
    time_ms: nowMs - 60_000,
    ...change,
  };
}

export function exampleDecision(nowMs, device, position, change = {}) {
  return {
    request_id: `${device}-1`,
    device,
    time_ms: nowMs - 30_000,
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

export function exampleDevice(nowMs, id, change = {}) {
  const timeMs = nowMs - 2000;
  return {
    id,
    name: id,
    room: id,
    role: "indoor",
    online: true,
    status: "active",
    first_seen_ms: nowMs - 86_400_000,
    last_seen_ms: timeMs,
    has_window: true,
    capabilities: ["window", "temperature", "humidity", "sound_volume"],
    firmware: "0.1.0",
    chip: "virtual",
    signal_dbm: -58,
    settings: null,
    last_event: null,
    contested: false,
    wrong_clock: false,
    readings: {
      temperature: { value: 22, unit: "°C", time_ms: timeMs },
      humidity: { value: 45, unit: "%", time_ms: timeMs },
      sound_volume: { value: 30, unit: "dB(A)", time_ms: timeMs },
    },
    window: null,
    decision: null,
    trigger: null,
    counts,
    ...change,
  };
}
