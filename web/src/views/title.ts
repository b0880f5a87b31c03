// The title of the page, as tabs show it: what it is about, with what needs a person.
import { useEffect } from "preact/hooks";
import { currentReading } from "../rooms/current";
import { needsOf } from "../rooms/needs";
import type { Room } from "../rooms/rooms";
import type { Route } from "../router";
import type { State } from "../state/state";
import { awayParts } from "../state/trouble";
import { texts } from "../texts";
import { quantity } from "../units";

export function useTitle(route: Route, state: State, rooms: Room[] | null, nowMs: number) {
  const needs = needsOf(rooms ?? [], state.devices?.values() ?? [], null, nowMs).length;
  const faults = needs + (state.system?.alarms.length ?? 0);
  const full = texts.titles.withFaults(faults, titleOf(route, state, rooms ?? [], nowMs));
  useEffect(() => {
    document.title = full;
  }, [full]);
}

function titleOf(route: Route, state: State, rooms: readonly Room[], nowMs: number): string {
  const { titles, devices, model } = texts;
  switch (route.page) {
    case "devices":
      return titles.of(devices.title);
    case "model":
      return titles.of(model.title);
    case "device":
      return titles.of(state.devices?.get(route.id)?.name ?? devices.title);
    case "system":
      return titles.system(troubleOf(state));
    case "room": {
      const room = rooms.find((each) => each.id === route.id);
      return room ? titles.room(room.name, temperatureOf(room, state, nowMs)) : titles.home;
    }
    default:
      return titles.home;
  }
}

// A page that is cut off, or rests in the background, no longer knows how things are.
function troubleOf({ link, system, model }: State): string | null {
  if (link.kind === "lost") return texts.link.notLive.toLowerCase();
  if (link.kind !== "live" || !system) return null;
  const [away] = awayParts(system, model);
  return away ? (texts.system.names[away.name] ?? away.name) : null;
}

function temperatureOf(room: Room, { link, units }: State, nowMs: number): string | null {
  const reading = link.kind === "live" ? currentReading(room, "temperature", nowMs) : null;
  return reading && quantity("temperature", reading.value, units);
}
