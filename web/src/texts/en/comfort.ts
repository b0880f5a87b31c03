// What is measured, and whether it is comfortable.
import * as f from "../../format";
import type { ComfortWord, Metric } from "../../rooms/comfort";
import type { OtherMetric } from "../../rooms/other-readings";

export const metric = {
  temperature: "Temperature",
  humidity: "Humidity",
  co2: "Air",
  sound_volume: "Sound",
} satisfies Record<Metric, string>;

export const otherMetric = {
  pressure: "Pressure",
  illuminance: "Light",
  rain: "Rain",
  wind_speed: "Wind",
} satisfies Record<OtherMetric, string>;

export const noSensor = "no sensor";

export const comfort = {
  comfortable: "Comfortable",
  words: {
    warm: "Warm",
    cool: "Cool",
    humid: "Humid",
    dry: "Dry",
    stuffy: "Stuffy",
    loud: "Loud",
  } satisfies Record<ComfortWord, string>,
  band: (low: string | null, high: string) =>
    low === null ? `comfortable up to ${high}` : `comfortable ${f.range(low, high)}`,
  share: (percent: string) => `comfortable ${percent}`,
};
