// Tests of how events change what the page knows.
import { describe, expect, it } from "vitest";
import type { ModelState, System } from "../api/types";
import { device, noon, windowAt } from "../rooms/sample";
import { initial, reduce, type Action, type State } from "./state";
import { ask } from "./wish";

const system = { parts: [], now_ms: noon + 5000 } as unknown as System;
const model = { online: true, version: "0.1.0" } as unknown as ModelState;
const run = (state: State, ...actions: Action[]) => actions.reduce(reduce, state);
const snapshot = (...devices: ReturnType<typeof device>[]): Action => ({
  type: "snapshot",
  snapshot: { devices, system, model },
  atMs: noon,
});
const news = (change: Parameters<typeof device>[0]): Action => ({
  type: "device",
  device: device(change),
  atMs: noon + 100,
});
const start = run(initial, snapshot(device({ window: windowAt(10, { time_ms: noon }) })));
const wish = ask(
  "study",
  "Study",
  { kind: "hold", position: 60, holdS: 7200 },
  windowAt(10, { time_ms: noon }),
  noon,
);
const held = windowAt(60, {
  cause: "person",
  hold_until_ms: noon + 7_200_000,
  time_ms: noon + 500,
});

describe("the state", () => {
  it("forgets a device that was removed", () => {
    const after = run(start, { type: "removed", id: "study", atMs: noon + 1 });
    expect([...(after.devices?.keys() ?? [])]).toEqual([]);
    expect(after.lastEventMs).toBe(noon + 1);
  });

  it("is live with the first snapshot, and follows the hub's clock", () => {
    expect(start.link.kind).toBe("live");
    expect(start.clockAheadMs).toBe(5000);
    expect([...(start.devices?.keys() ?? [])]).toEqual(["study"]);
  });
  it("forgets with a snapshot what the hub no longer knows", () => {
    const after = run(start, snapshot(device({ id: "attic" })));
    expect([...(after.devices?.keys() ?? [])]).toEqual(["attic"]);
  });
  it("replaces one device and leaves the others as they are", () => {
    const two = run(start, snapshot(device(), device({ id: "attic" })));
    const after = run(two, news({ name: "new" }));
    expect(after.devices?.get("study")?.name).toBe("new");
    expect(after.devices?.get("attic")).toBe(two.devices?.get("attic"));
  });
  it("keeps what it knew when the link is lost", () => {
    const link = { kind: "lost", sinceMs: noon, retryAtMs: noon + 1000, full: false } as const;
    const lost = run(start, { type: "link", link });
    expect(lost.devices).toBe(start.devices);
    expect(lost.link).toBe(link);
  });
});

describe("taking over", () => {
  it("shows the toast only once the device did it", () => {
    const waiting = run(start, { type: "asked", wish }, { type: "accepted", wish });
    expect(waiting.wishes.get("study")?.phase).toBe("accepted");
    expect(waiting.toast).toBeNull();
    const done = run(waiting, news({ window: held }));
    expect(done.wishes.get("study")?.phase).toBe("there");
    expect(done.toast).toMatchObject({ device: "study" });
  });
  it("does not show a closed toast again when the window arrives", () => {
    const moving = { ...held, position: 30, moving: true };
    const state = run(start, { type: "asked", wish }, news({ window: moving }));
    expect(state.toast).not.toBeNull();
    const closed = run(state, { type: "toast closed" }, news({ window: held }));
    expect(closed.toast).toBeNull();
  });
  it("keeps the refusal of the hub", () => {
    const state = run(start, { type: "asked", wish }, { type: "refused", wish, why: "No broker" });
    expect(state.wishes.get("study")).toMatchObject({ phase: "refused", refusal: "No broker" });
  });
  it("hears what the device refuses, and forgets it when a person does", () => {
    const reason = "the window is locked";
    const last_event = { time_ms: noon + 300, event: "refused", reason, request_id: null };
    const state = run(start, { type: "asked", wish }, news({ last_event }));
    expect(state.wishes.get("study")?.refusal).toBe("the window is locked");
    expect(run(state, { type: "dismissed", wish }).wishes.size).toBe(0);
  });
  it("takes no refusal of Luft's own decision for one of a person's wish", () => {
    const reason = "held by a person";
    const last_event = { time_ms: noon + 300, event: "refused", reason, request_id: "study-1" };
    const state = run(start, { type: "asked", wish }, news({ last_event }));
    expect(state.wishes.get("study")?.phase).toBe("asked");
    const done = run(state, news({ last_event, window: held }));
    expect(done.wishes.get("study")?.phase).toBe("there");
  });
  it("lets a late answer to an older wish pass", () => {
    const newer = { ...wish, askedMs: wish.askedMs + 50 };
    const state = run(
      start,
      { type: "asked", wish },
      { type: "asked", wish: newer },
      { type: "refused", wish, why: "No broker" },
    );
    expect(state.wishes.get("study")?.phase).toBe("asked");
  });
  it("does not fall back to accepted when the device was quicker than the hub's answer", () => {
    const state = run(start, { type: "asked", wish }, news({ window: held }), {
      type: "accepted",
      wish,
    });
    expect(state.wishes.get("study")?.phase).toBe("there");
  });
  it("drops the wish and its toast when the hold ends elsewhere", () => {
    const free = windowAt(60, { time_ms: noon + 9000 });
    const state = run(
      start,
      { type: "asked", wish },
      news({ window: held }),
      news({ window: free }),
    );
    expect(state.wishes.size).toBe(0);
    expect(state.toast).toBeNull();
  });
});
