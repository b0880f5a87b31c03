// Tests of how measuring a window's travel goes.
import { describe, expect, it } from "vitest";
import { begin, follow, hasNoAnswer, stepOf } from "./measuring";
import { device, noon, windowAt } from "./sample";

const at = (ms: number, change: Parameters<typeof windowAt>[1]) =>
  device({ window: windowAt(30, { cause: "calibration", time_ms: noon + ms, ...change }) });
const said = (event: string, reason: string) =>
  device({ last_event: { time_ms: noon + 500, event, reason, request_id: null } });
const running = follow(begin(noon), at(200, { moving: true }));

describe("measuring", () => {
  it("runs once the window moves for it, and is done when it rests", () => {
    expect([stepOf(null), stepOf(begin(noon))]).toEqual([0, 1]);
    expect([running.phase, stepOf(running)]).toEqual(["running", 1]);
    const done = follow(running, at(900, {}));
    expect([done.phase, stepOf(done)]).toEqual(["done", 2]);
  });
  it("stays done when the window moves on for other reasons", () => {
    const done = follow(running, at(900, { cause: "control", moving: true }));
    expect(done.phase).toBe("done");
    expect(follow(done, at(5000, { cause: "person" })).phase).toBe("done");
  });
  it("takes no earlier report for an answer", () => {
    expect(follow(begin(noon), at(-60_000, {})).phase).toBe("asked");
    expect(hasNoAnswer(begin(noon), noon + 5001)).toBe(true);
    expect(hasNoAnswer(running, noon + 60_000)).toBe(false);
  });
  it("is not refused when the device refuses a decision of Luft's", () => {
    const request_id = "kitchen-1";
    const event = { time_ms: noon + 500, event: "refused", reason: "held", request_id };
    expect(follow(begin(noon), device({ last_event: event })).phase).toBe("asked");
  });
  it("is refused, or fails, with the device's reason", () => {
    expect(follow(begin(noon), said("refused", "locked"))).toMatchObject({
      phase: "refused",
      why: "locked",
    });
    expect(follow(running, said("calibration_failed", "no end found"))).toMatchObject({
      phase: "failed",
      why: "no end found",
    });
    expect(follow(running, at(900, { fault: "limit_not_found" })).phase).toBe("failed");
  });
});
