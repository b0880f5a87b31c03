// Addresses of the page: /, /rooms/{id}?range=day, /system.
import { useEffect, useState } from "preact/hooks";

export type Range = "hour" | "day";

export type Route =
  | { page: "home" }
  | { page: "room"; id: string; range: Range }
  | { page: "system" }
  | { page: "unknown" };

export function parse(address: string): Route {
  const url = new URL(address, "http://page");
  const [first, second, ...rest] = url.pathname.split("/").filter(Boolean);
  if (first === undefined) return { page: "home" };
  if (first === "system" && second === undefined) return { page: "system" };
  if (first === "rooms" && second !== undefined && rest.length === 0) {
    const range = url.searchParams.get("range") === "hour" ? "hour" : "day";
    return { page: "room", id: decoded(second), range };
  }
  return { page: "unknown" };
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

export function toRoom(id: string, range: Range = "day"): string {
  return `/rooms/${encodeURIComponent(id)}${range === "day" ? "" : `?range=${range}`}`;
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
