// The chosen units, kept in the browser from one visit to the next.
import { parseUnits, type Units } from "../units";
import type { Store } from "./store";

const key = "luft.units";

export function keptUnits(): Units {
  try {
    return parseUnits(localStorage.getItem(key));
  } catch {
    return parseUnits(null); // a browser that keeps nothing
  }
}

// From now on, whenever others are chosen.
export function keepUnits(store: Store): void {
  let kept = store.get().units;
  store.subscribe(() => {
    const { units } = store.get();
    if (units === kept) return;
    kept = units;
    try {
      localStorage.setItem(key, JSON.stringify(units));
    } catch {
      // they hold until the page is closed
    }
  });
}
