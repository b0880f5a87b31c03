// A simulated month of a house, made from a seed: six devices, their readings, what a model
// decided, what the windows did, what people chose, and how the hub fared. The checks compute from
// these rows what every panel must show; the database gets the same rows.
import { live, makeReadings, places } from "./month-house.js";
import { run } from "./month-hub.js";
import { end, minute, start, type Month } from "./month-rows.js";

export { end, start } from "./month-rows.js";
export type * from "./month-rows.js";

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
