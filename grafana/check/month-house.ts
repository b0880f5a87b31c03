// The house of the simulated month: what its rooms measure, what a model decides about each window,
// and what the windows do.
import { day, end, minute, hour, round, start } from "./month-rows.js";
import type { Month, Prediction, Reading } from "./month-rows.js";

export interface Place {
  device: string;
  name: string;
  warmth: number; // mean °C
  window: boolean;
  hears: boolean;
  breathes: boolean; // measures CO₂
  until: number;
}
export const places: Place[] = [
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

export function makeReadings(random: () => number): Reading[] {
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
export function live(place: Place, random: () => number, month: Month): void {
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
