// What every view may use: the state, ways to change it, and the hub's time.
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Airing } from "../api/types";
import type { Bands } from "../rooms/comfort";
import type { Action, State } from "../state/state";
import type { Store } from "../state/store";
import type { TakeOver } from "../state/take-over";
import { texts } from "../texts";

export interface Page {
  state: State;
  nowMs: number; // on the hub's clock
  knownMs: number; // up to when the hub was heard: now, or when the page was cut off
  bands: Bands;
  pause: Airing | null; // of the whole house
  dispatch(action: Action): void;
  take: TakeOver;
  retry(): void;
}

export const PageContext = createContext<Page | null>(null);

export function usePage(): Page {
  const page = useContext(PageContext);
  if (!page) throw new Error("a view was drawn outside of the page");
  return page;
}

// Drawn once a frame, however many events come: in a big house they come faster than frames.
export function useStore(store: Store): State {
  const [state, setState] = useState(store.get());
  useEffect(() => {
    let cancel: (() => void) | null = null;
    const draw = () => {
      cancel = null;
      setState(store.get());
    };
    draw();
    const unsubscribe = store.subscribe(() => (cancel ??= inNextFrame(draw)));
    return () => {
      unsubscribe();
      cancel?.();
    };
  }, [store]);
  return state;
}

const longestFrameMs = 250; // a page that is not seen has no frames, but a title

function inNextFrame(run: () => void): () => void {
  const cancel = () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
  const go = () => {
    cancel();
    run();
  };
  const frame = requestAnimationFrame(go);
  const timer = setTimeout(go, longestFrameMs);
  return cancel;
}

// What was known of now, and of a page that is cut off only last.
export const asKnown = (said: string, { link }: State): string =>
  link.kind === "live" ? said : texts.link.lastKnown(said);

// Time stands still for what is known while nothing is heard: no device is silent because of that.
export const knownAt = ({ link, lastEventMs, clockAheadMs }: State, nowMs: number): number =>
  link.kind === "live" || lastEventMs === 0 ? nowMs : lastEventMs + clockAheadMs;

const tickMs = 1000;

// Ages grow while nothing happens.
export function useClock(): number {
  const [now, setNow] = useState(Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), tickMs);
    return () => clearInterval(timer);
  }, []);
  return Math.max(now, Date.now());
}
