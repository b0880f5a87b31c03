// The frame of every page: navigation, titles, the link to the hub, the switch for all windows.
import * as f from "../../format";
import { joined } from "../joined";
import type { Names } from "../names";

export const brand = "Luft";

export const none = "—";

export const nav = {
  label: "Main",
  home: "Home",
  devices: "Devices",
  model: "Model",
  system: "System",
  rooms: "Rooms",
};

export const titles = {
  home: "Luft",
  room: (name: string, temperature: string | null) =>
    joined([`${name}${temperature ? ` ${temperature}` : ""}`, "Luft"]),
  of: (name: string) => `${name} · Luft`,
  system: (trouble: string | null) => (trouble ? `System: ${trouble} · Luft` : "System · Luft"),
  withFaults: (count: number, title: string) => (count ? `(${count}) ${title}` : title),
};

export const link = {
  live: "Live",
  lost: (since: string) => `Not live since ${since}`,
  never: "Not live yet",
  notLive: "Not live",
  lastKnown: (said: string) => `Last known: ${said}`,
  noAnswer: "The hub has not answered yet. Windows cannot be moved from here until it does.",
  full: "The hub answers, but feeds as many open pages as it may. Close one elsewhere, or raise http.max_event_streams in luft.yaml.",
  retryIn: (seconds: number) => `Trying again in ${f.withUnit(String(seconds), "s")}`,
  retrying: "Trying again",
  retry: "Retry",
  controlsOff:
    "Values are the last ones known. Windows cannot be moved from here until the hub answers.",
};

export const notFound = {
  room: {
    title: "No room of this name",
    lead: "It may have another name now, or its device has not spoken yet.",
  },
  page: { title: "No page at this address", lead: "The address may be mistyped or outdated." },
  toHome: "All rooms",
};

export const failure = {
  unreachable: "The hub does not answer.",
  status: (status: number) => `The hub answered ${status}.`,
};

export const airing = {
  name: "Airing",
  paused: "All windows are paused: Luft moves none, the guard still protects.",
  since: (when: string, by: string | null) => `Since ${when}${by ? `, ${by}` : ""}.`,
  by: { api: "from a page or the command line", "home assistant": "by Home Assistant" } as Names,
  until: (when: string) => `Until ${when} at the latest.`,
  resume: "Air again",
  failed: (why: string) => `Not done: ${why}`,
};
