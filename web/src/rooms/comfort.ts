// What is comfortable, where a value sits on its track, and the word for being outside.
import { meanAt, type RunningMean } from "./running-mean";

export type Metric = "temperature" | "humidity" | "co2" | "sound_volume";
export type ComfortWord = "warm" | "cool" | "humid" | "dry" | "stuffy" | "loud";

export const metrics: readonly Metric[] = ["temperature", "humidity", "co2", "sound_volume"];

export interface Band {
  low: number | null; // null: no lower limit
  high: number;
}

interface Kind {
  digits: number; // of what is judged: °C, %, ppm, dB(A)
  track: [number, number];
  below: ComfortWord | null;
  above: ComfortWord;
  step: number; // so far outside counts as one step of discomfort
}

export const kinds: Record<Metric, Kind> = {
  temperature: { digits: 1, track: [14, 30], below: "cool", above: "warm", step: 2 },
  humidity: { digits: 0, track: [0, 100], below: "dry", above: "humid", step: 15 },
  co2: { digits: 0, track: [400, 1800], below: null, above: "stuffy", step: 400 },
  sound_volume: { digits: 0, track: [20, 70], below: null, above: "loud", step: 8 },
};

const nightFrom = 22;
const nightTo = 7;

function atNight(ms: number): boolean {
  const hours = new Date(ms).getHours();
  return hours >= nightFrom || hours < nightTo;
}

// What is comfortable when: as docs/comfort.md has it for the model, but for sound. There the model
// minds what comes in from outdoors; a microphone hears the room's own people too.
export interface Bands {
  at(metric: Metric, ms: number): Band;
  nextTurn(metric: Metric, ms: number): number; // until when the band of `ms` holds at least
}

// Adaptive model of EN 16798-1, category II. Where no outdoor temperature is known, its cool end.
const leastMeanC = 10;
const mostMeanC = 30;

function temperatureBand(meanC: number | null): Band {
  const within = Math.min(mostMeanC, Math.max(leastMeanC, meanC ?? leastMeanC));
  const comfortC = 0.33 * within + 18.8;
  return { low: tenths(comfortC - 4), high: tenths(comfortC + 3) };
}

const tenths = (value: number) => Math.round(value * 10) / 10;

export function bandsFor(outdoors: readonly RunningMean[]): Bands {
  return {
    at(metric, ms) {
      switch (metric) {
        case "temperature":
          return temperatureBand(meanAt(outdoors, ms));
        case "humidity":
          return { low: 30, high: 70 };
        case "co2":
          return { low: null, high: 1000 };
        case "sound_volume":
          return { low: null, high: atNight(ms) ? 35 : 45 };
      }
    },
    nextTurn(metric, ms) {
      if (metric === "sound_volume") return nextTurnOfDay(ms);
      if (metric !== "temperature") return Infinity;
      return outdoors.find(({ fromMs }) => fromMs > ms)?.fromMs ?? Infinity;
    },
  };
}

// A stretch of time with one band.
export interface Field {
  fromMs: number;
  toMs: number;
  band: Band;
}

export function fieldsOf(metric: Metric, bands: Bands, fromMs: number, toMs: number): Field[] {
  const fields: Field[] = [];
  for (let start = fromMs; start < toMs;) {
    const end = Math.min(toMs, bands.nextTurn(metric, start));
    const band = bands.at(metric, start);
    const last = fields.at(-1);
    if (last && last.band.low === band.low && last.band.high === band.high) last.toMs = end;
    else fields.push({ fromMs: start, toMs: end, band });
    start = end;
  }
  return fields;
}

// The next beginning or end of a night, on the viewer's clock.
function nextTurnOfDay(ms: number): number {
  const at = new Date(ms);
  const hours = at.getHours();
  const turn = hours < nightTo ? nightTo : hours < nightFrom ? nightFrom : 24 + nightTo;
  return at.setHours(turn, 0, 0, 0);
}

export interface Comfort {
  word: ComfortWord | null; // null: inside the band
  steps: number; // how far outside, comparable across metrics
}

export function judge(metric: Metric, value: number, band: Band): Comfort {
  const kind = kinds[metric];
  // What is shown decides: 26.04 reads as 26.0 and is not "warm".
  const shown = Number(value.toFixed(kind.digits));
  if (shown > band.high) return { word: kind.above, steps: (shown - band.high) / kind.step };
  if (band.low !== null && shown < band.low) {
    return { word: kind.below, steps: (band.low - shown) / kind.step };
  }
  return { word: null, steps: 0 };
}

// Where `value` sits on its metric's track, in per cent; beyond the ends it stays at the end.
export function onTrack(metric: Metric, value: number): number {
  const [min, max] = kinds[metric].track;
  return Math.min(100, Math.max(0, ((value - min) / (max - min)) * 100));
}
