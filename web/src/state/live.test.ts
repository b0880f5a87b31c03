// Tests of the connection to the hub's events.
import { describe, expect, it } from "vitest";
import { liveLink, type EventStream, type Ports } from "./live";
import type { Action } from "./state";

// A stream, a clock and chance that the test owns.
function bench() {
  let nowMs = 0;
  const timers = new Set<{ atMs: number; run: () => void }>();
  let full = false;
  const streams: FakeStream[] = [];
  const actions: Action[] = [];
  const ports: Ports = {
    open(url) {
      const stream = new FakeStream(url);
      streams.push(stream);
      return stream;
    },
    now: () => nowMs,
    after(ms, run) {
      const mine = { atMs: nowMs + ms, run };
      timers.add(mine);
      return () => timers.delete(mine);
    },
    chance: () => 0.5,
    isFull: () => Promise.resolve(full),
  };
  const link = liveLink(ports, (action) => actions.push(action));
  const wait = (ms: number) => {
    const until = nowMs + ms;
    for (;;) {
      const [due] = [...timers].sort((a, b) => a.atMs - b.atMs);
      if (!due || due.atMs > until) break;
      timers.delete(due);
      nowMs = due.atMs;
      due.run();
    }
    nowMs = until;
  };
  const newest = () => {
    const stream = streams.at(-1);
    if (!stream) throw new Error("no stream was opened");
    return stream;
  };
  const fill = () => void (full = true);
  return { link, wait, newest, streams, actions, fill, last: () => actions.at(-1) };
}

class FakeStream implements EventStream {
  closed = false;
  private listeners = new Map<string, (event: MessageEvent<string>) => void>();
  constructor(readonly url: string) {}
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void) {
    this.listeners.set(type, listener);
  }
  close() {
    this.closed = true;
  }
  say(type: string, payload: unknown = {}) {
    this.listeners.get(type)?.({ data: JSON.stringify(payload) } as MessageEvent<string>);
  }
}

const waits = (actions: Action[]) =>
  actions.flatMap((action) =>
    action.type === "link" && action.link.kind === "lost" ? [action.link.retryAtMs] : [],
  );

describe("the event stream", () => {
  it("turns events into actions", () => {
    const { link, newest, last } = bench();
    link.start();
    expect(newest().url).toBe("/api/v1/events");
    newest().say("device", { id: "study" });
    expect(last()).toMatchObject({ type: "device", device: { id: "study" } });
  });
  it("is lost when it breaks, since its last event", () => {
    const { link, newest, wait, last } = bench();
    link.start();
    wait(700);
    newest().say("system");
    wait(300);
    newest().say("error");
    expect(last()).toEqual({
      type: "link",
      link: { kind: "lost", sinceMs: 700, retryAtMs: 2000, full: false },
    });
    expect(newest().closed).toBe(true);
  });
  it("is lost when it goes quiet", () => {
    const { link, newest, wait, last } = bench();
    link.start();
    newest().say("snapshot", { devices: [] });
    wait(11_999);
    expect(last()?.type).toBe("snapshot");
    wait(1);
    expect(last()).toMatchObject({ link: { kind: "lost", sinceMs: 0 } });
  });
  it("stays while events come", () => {
    const { link, newest, wait, streams } = bench();
    link.start();
    for (let i = 0; i < 10; i += 1) {
      wait(5000);
      newest().say("system");
    }
    expect(streams).toHaveLength(1);
  });
  it("tries again after growing delays, and soon again after a success", () => {
    const { link, newest, wait, actions, streams } = bench();
    link.start();
    for (const delay of [1000, 2000, 4000, 8000, 15_000, 15_000]) {
      newest().say("error");
      const before = streams.length;
      wait(delay - 1);
      expect(streams).toHaveLength(before);
      wait(1);
      expect(streams).toHaveLength(before + 1);
    }
    newest().say("system");
    newest().say("error");
    const [a = 0, b = 0] = [waits(actions).at(-1), 46_000];
    expect(a).toBe(b);
  });
  it("opens at once when a person asks, but never twice", () => {
    const { link, newest, streams } = bench();
    link.start();
    link.retry();
    expect(streams).toHaveLength(1);
    newest().say("error");
    link.retry();
    expect(streams).toHaveLength(2);
  });
  it("rests once nobody has looked for a minute, and comes back when somebody does", () => {
    const { link, wait, newest, streams, last } = bench();
    link.start();
    link.hide();
    for (let i = 0; i < 12; i += 1) {
      wait(4999);
      newest().say("system");
    }
    expect(newest().closed).toBe(false);
    wait(100);
    expect(newest().closed).toBe(true);
    expect(last()).toEqual({ type: "link", link: { kind: "resting" } });
    wait(600_000);
    expect(streams).toHaveLength(1);
    link.show();
    expect(streams).toHaveLength(2);
  });
  it("stays when somebody looks again within a minute", () => {
    const { link, wait, newest, streams } = bench();
    link.start();
    link.hide();
    wait(5000);
    link.show();
    for (let i = 0; i < 20; i += 1) {
      wait(5000);
      newest().say("system");
    }
    expect(streams).toHaveLength(1);
  });
  it("says when the hub is there and feeds no more pages", async () => {
    const { link, newest, last, fill } = bench();
    fill();
    link.start();
    newest().say("error");
    await Promise.resolve();
    expect(last()).toMatchObject({ link: { kind: "lost", sinceMs: null, full: true } });
  });
  it("does not come back by itself after stop", () => {
    const { link, wait, streams } = bench();
    link.start();
    link.stop();
    wait(60_000);
    expect(streams).toHaveLength(1);
  });
});
