// Addresses of the page: /, /rooms/{id}?range=day&from=…&to=…, /devices, /devices/{id}, /model,
// /system.
import { useEffect, useState } from "preact/hooks";

export const ranges = ["hour", "day", "week", "month", "year"] as const;
export type Range = (typeof ranges)[number];

// A stretch of a chart that is looked at closely, Unix ms.
export interface Zoom {
  fromMs: number;
  toMs: number;
}

export type Route =
  | { page: "home" }
  | { page: "room"; id: string; range: Range; zoom: Zoom | null }
  | { page: "devices" }
  | { page: "device"; id: string }
  | { page: "model" }
  | { page: "system" }
  | { page: "unknown" };

export function parse(address: string): Route {
  const url = new URL(address, "http://page");
  const [first, second, ...rest] = url.pathname.split("/").filter(Boolean);
  if (first === undefined) return { page: "home" };
  if (second === undefined && (first === "system" || first === "devices" || first === "model")) {
    return { page: first };
  }
  if (first === "devices" && second !== undefined && rest.length === 0) {
    return { page: "device", id: decoded(second) };
  }
  if (first === "rooms" && second !== undefined && rest.length === 0) {
    const asked = url.searchParams.get("range");
    const range = ranges.find((each) => each === asked) ?? "day";
    return { page: "room", id: decoded(second), range, zoom: zoomIn(url.searchParams) };
  }
  return { page: "unknown" };
}

function zoomIn(query: URLSearchParams): Zoom | null {
  const fromMs = Number(query.get("from"));
  const toMs = Number(query.get("to"));
  return fromMs > 0 && toMs > fromMs ? { fromMs, toMs } : null;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // a lone "%": no room has such a name
  }
}

export const toHome = "/";
export const toSystem = "/system";
export const toDevices = "/devices";
export const toModel = "/model";
export const toDevice = (id: string) => `/devices/${encodeURIComponent(id)}`;

export function toRoom(id: string, range: Range = "day", zoom: Zoom | null = null): string {
  const query = new URLSearchParams();
  if (range !== "day") query.set("range", range);
  if (zoom) {
    query.set("from", String(Math.round(zoom.fromMs)));
    query.set("to", String(Math.round(zoom.toMs)));
  }
  return `/rooms/${encodeURIComponent(id)}${query.size ? `?${query}` : ""}`;
}

const here = () => location.pathname + location.search;

export function useRoute(): Route {
  const [address, setAddress] = useState(here);
  useEffect(() => {
    const update = () => setAddress(here());
    addEventListener("popstate", update);
    document.addEventListener("click", follow);
    return () => {
      removeEventListener("popstate", update);
      document.removeEventListener("click", follow);
    };
  }, []);
  return parse(address);
}

export function navigate(address: string, how: "push" | "replace" = "push") {
  history[how === "push" ? "pushState" : "replaceState"](null, "", address);
  dispatchEvent(new PopStateEvent("popstate"));
}

// Links within the page change the address without loading it anew.
function follow(event: MouseEvent) {
  const link = (event.target as Element).closest?.("a[href]") as HTMLAnchorElement | null;
  const plain =
    event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !plain || link.target || link.hasAttribute("download")) return;
  if (link.origin !== location.origin || parse(link.href).page === "unknown") return;
  event.preventDefault();
  navigate(link.pathname + link.search);
  scrollTo(0, 0);
}
