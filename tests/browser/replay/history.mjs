// Made-up history for the replay: smooth, repeatable, with one gap.

const minute = 60_000;
const units = {
  temperature: "°C",
  humidity: "%",
  co2: "ppm",
  sound_volume: "dB(A)",
};
const middles = { temperature: 22.6, humidity: 48, co2: 780, sound_volume: 36 };
const swings = { temperature: 1.4, humidity: 7, co2: 330, sound_volume: 8 };

function valueAt(metric, ms) {
  const day = (ms / 86_400_000) * 2 * Math.PI;
  const wave = Math.sin(day) + 0.35 * Math.sin(5 * day) + 0.12 * Math.sin(61 * day);
  return Math.round((middles[metric] + swings[metric] * wave) * 10) / 10;
}

const meanMs = { "10m": 10 * minute, "1h": 60 * minute, "1d": 1440 * minute };

// As the hub chooses where nobody does.
function stepFor(lengthMs) {
  if (lengthMs <= 6 * 60 * minute) return "raw";
  if (lengthMs <= 7 * 1440 * minute) return "10m";
  return lengthMs <= 90 * 1440 * minute ? "1h" : "1d";
}

// `heardMs`: when the device spoke first.
export function series(device, metric, fromMs, toMs, asked, heardMs) {
  const step = !asked || asked === "auto" ? stepFor(toMs - fromMs) : asked;
  const raw = step === "raw";
  const every = meanMs[step] ?? 5000;
  const gap = [fromMs + (toMs - fromMs) * 0.52, fromMs + (toMs - fromMs) * 0.57];
  const points = [];
  for (let ms = Math.ceil(fromMs / every) * every; ms < toMs; ms += every) {
    if (ms < heardMs || (ms > gap[0] && ms < gap[1])) continue;
    const cooler = device === "outdoor" && metric === "temperature" ? 14 : 0;
    const value = valueAt(metric, ms) - cooler;
    const spread = swings[metric] * 0.15;
    points.push(raw ? [ms, value] : [ms, value, value - spread, value + spread, 120]);
  }
  return {
    device,
    metric,
    unit: units[metric] ?? "",
    step,
    points,
  };
}

const unansweredOfDay = 50; // which of a day's decisions the model did not make

const unanswered = {
  position: null,
  low: null,
  high: null,
  confidence: null,
  reason: null,
  model: null,
  latency_ms: null,
  outcome: "unanswered",
  inputs: null,
};

const reasons = ["stuffy and cooler outside", "fresh again", "little to gain by moving", "warm"];

export function decisions(device, limit, beforeMs) {
  const every = 15 * minute;
  const list = [];
  for (let ms = Math.floor((beforeMs - 1) / every) * every; list.length < limit; ms -= every) {
    const turn = Math.floor(ms / (6 * every));
    const isAnswered = (ms / every) % 96 !== unansweredOfDay;
    const position = (turn * 7919) % 3 === 0 ? 0 : ((turn * 104_729) % 12) * 5;
    const decision = {
      request_id: `${device}-${ms}`,
      device,
      time_ms: ms,
      position,
      low: Math.max(0, position - 10),
      high: Math.min(100, position + 12),
      confidence: 0.45 + ((turn * 31) % 50) / 100,
      reason: reasons[turn % reasons.length],
      model: "default-1.0.0",
      latency_ms: 3.2,
      inputs: { temp: 22.4, humidity: 48, volume: 36 },
    };
    list.push(isAnswered ? decision : { ...decision, ...unanswered });
  }
  return list;
}

// What the hub answers to GET …/movements with this query.
export function movements(now, query) {
  const at = (name, otherwise) => Number(query.get(name) ?? otherwise);
  const cause = query.get("cause");
  const found = allMovements(now).filter(
    (each) =>
      each.time_ms >= at("from", 0) &&
      each.time_ms < at("before", Infinity) &&
      (!cause || each.cause === cause),
  );
  const list = found.slice(0, at("limit", 50));
  return {
    movements: list,
    next: list.length < found.length ? list.at(-1).time_ms : null,
  };
}

function allMovements(now) {
  const move = (agoH, from, to, cause) => ({
    time_ms: now - agoH * 3_600_000,
    from,
    to,
    cause,
    reason: null,
  });
  return [
    move(2, 40, 80, "person"),
    move(5, 60, 0, "guard"),
    move(7, 0, 60, "control"),
    move(40, 30, 0, "control"),
    move(20 * 24, 0, 30, "person"),
  ];
}

export function quality(now) {
  const day = 86_400_000;
  const today = Math.floor(now / day) * day;
  const points = Array.from({ length: 9 }, (_, i) => ({
    time_ms: today - (8 - i) * day,
    decisions: 900 + 10 * i,
    hands: i % 4,
    covered: Math.max(0, (i % 4) - 1),
    distance: i % 4 ? 8 + i : null,
    confidence: 0.7 + i / 100,
    overrides: i % 4,
  }));
  return { step_s: 86_400, points };
}

// A shadow since yesterday; an earlier one that nobody's hand spoke about.
export function shadows(now) {
  const day = 86_400_000;
  const ended = {
    model: "luft-1.1.0",
    first_ms: now - 9 * day,
    last_ms: now - 7 * day,
    decisions: 120,
    same: 60,
    known: 0,
    stood: 0,
    hands: 0,
    along: 0,
    against: 0,
  };
  const present = {
    ...ended,
    model: "luft-1.2.0",
    first_ms: now - day,
    last_ms: now - 60_000,
    decisions: 412,
    same: 371,
    known: 400,
    stood: 340,
    hands: 6,
    along: 4,
    against: 1,
  };
  return { tolerance: 5, models: [present, ended] };
}
