// The event stream: kept open while somebody looks; when it goes quiet, tried again with a growing
// delay. A browser opens six connections to a hub, so pages that nobody sees must not keep theirs.
import type { Device, ModelState, Snapshot, System } from "../api/types";
import { minute, second } from "../format";
import type { Action } from "./state";

export interface EventStream {
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface Ports {
  open(url: string): EventStream;
  now(): number;
  after(ms: number, run: () => void): () => void; // returns how to cancel it
  chance(): number; // 0..1
  isFull(url: string): Promise<boolean>; // the hub is there, and feeds no more streams
}

export interface LiveLink {
  start(): void;
  retry(): void; // now, rather than when the countdown ends
  hide(): void; // nobody looks any more: after a while the stream rests
  show(): void; // somebody looks again
  stop(): void;
}

const url = "/api/v1/events";
// The hub says `system` at least every 5 s; two missed ones mean that nobody is there.
const quietMs = 12 * second;
const delaysS = [1, 2, 4, 8, 15];
const restAfterMs = minute;

export function liveLink(ports: Ports, dispatch: (action: Action) => void): LiveLink {
  let stream: EventStream | null = null;
  let cancelTimer = () => {};
  let cancelRest = () => {};
  let failures = 0;
  let lastEventMs: number | null = null;

  function heard() {
    failures = 0;
    lastEventMs = ports.now();
    cancelTimer();
    cancelTimer = ports.after(quietMs, lose);
  }

  function on<T>(type: string, toAction: (payload: T, atMs: number) => Action) {
    stream?.addEventListener(type, (event) => {
      heard();
      dispatch(toAction(JSON.parse(event.data) as T, ports.now()));
    });
  }

  function open() {
    cancelTimer();
    stream?.close();
    stream = ports.open(url);
    on<Snapshot>("snapshot", (snapshot, atMs) => ({ type: "snapshot", snapshot, atMs }));
    on<Device>("device", (device, atMs) => ({ type: "device", device, atMs }));
    on<{ id: string }>("removed", ({ id }, atMs) => ({ type: "removed", id, atMs }));
    on<System>("system", (system, atMs) => ({ type: "system", system, atMs }));
    on<ModelState>("model", (model, atMs) => ({ type: "model", model, atMs }));
    stream.addEventListener("error", lose);
    cancelTimer = ports.after(quietMs, lose);
  }

  function lose() {
    close();
    const delay = (delaysS[Math.min(failures, delaysS.length - 1)] ?? 15) * second;
    const wait = Math.round(delay * (0.9 + 0.2 * ports.chance()));
    failures += 1;
    const retryAtMs = ports.now() + wait;
    const lost = { kind: "lost", sinceMs: lastEventMs, retryAtMs } as const;
    dispatch({ type: "link", link: { ...lost, full: false } });
    const tries = (cancelTimer = ports.after(wait, open));
    void ports.isFull(url).then((full) => {
      if (full && tries === cancelTimer) dispatch({ type: "link", link: { ...lost, full } });
    });
  }

  function rest() {
    close();
    dispatch({ type: "link", link: { kind: "resting" } });
  }

  function close() {
    cancelTimer();
    stream?.close();
    stream = null;
  }

  const retry = () => {
    if (!stream) open();
  };
  return {
    start: open,
    retry,
    hide() {
      cancelRest();
      cancelRest = ports.after(restAfterMs, rest);
    },
    show() {
      cancelRest();
      retry();
    },
    stop() {
      cancelRest();
      close();
    },
  };
}

export const browserPorts: Ports = {
  open: (address) => new EventSource(address),
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  chance: Math.random,
  // An event stream tells a page nothing of why it was refused; the same question does.
  async isFull(address) {
    const asked = new AbortController();
    try {
      const { status } = await fetch(address, { signal: asked.signal });
      return status === 503;
    } catch {
      return false;
    } finally {
      asked.abort();
    }
  },
};
