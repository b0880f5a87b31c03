// The event stream: kept open; when it goes quiet, tried again with a growing delay.
import type { Device, ModelState, Snapshot, System } from "../api/types";
import { second } from "../format";
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
}

export interface LiveLink {
  start(): void;
  retry(): void; // now, rather than when the countdown ends
  stop(): void;
}

const url = "/api/v1/events";
// The hub says `system` at least every 5 s; two missed ones mean that nobody is there.
const quietMs = 12 * second;
const delaysS = [1, 2, 4, 8, 15];

export function liveLink(ports: Ports, dispatch: (action: Action) => void): LiveLink {
  let stream: EventStream | null = null;
  let cancelTimer = () => {};
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
    dispatch({ type: "link", link: { kind: "lost", sinceMs: lastEventMs, retryAtMs } });
    cancelTimer = ports.after(wait, open);
  }

  function close() {
    cancelTimer();
    stream?.close();
    stream = null;
  }

  return {
    start: open,
    retry: () => {
      if (!stream) open();
    },
    stop: close,
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
};
