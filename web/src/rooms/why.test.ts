// Tests of the line that says what a window does and why.
import { describe, expect, it } from "vitest";
import { time } from "../format";
import { decisionFor, noon, windowAt } from "./sample";
import { howSure, whyOf, type WhyFacts } from "./why";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ").replace(/\u2060/g, "");

function said(change: Partial<WhyFacts>) {
  const facts: WhyFacts = {
    hasWindow: true,
    window: windowAt(40),
    decision: decisionFor(40),
    silentSinceMs: null,
    cutOff: false,
    byYou: false,
    byPause: false,
    nowMs: noon,
    ...change,
  };
  const why = whyOf(facts);
  return {
    line: plain([why.what, ...why.because].join(" · ")),
    detail: why.detail && plain(why.detail),
  };
}

describe("why, when the page is cut off", () => {
  it("claims nothing of now, whatever was going on", () => {
    const heard = plain(`heard at ${time(noon)}`);
    for (const window of [
      windowAt(27, { target: 40, moving: true }),
      windowAt(27, { cause: "person", hold_until_ms: noon + 60_000 }),
      windowAt(27, { fault: "stopped_short" }),
      windowAt(27, { cause: "calibration", moving: true }),
    ])
      expect(said({ window, cutOff: true })).toEqual({
        line: `Last known 27 % · ${heard}`,
        detail: "It cannot be moved from here until the hub answers.",
      });
    expect(said({ window: null, cutOff: true }).line).toBe(said({ window: null }).line);
  });
});

describe("why, when Luft decides", () => {
  it("tells where it opens to, why, and how sure it is", () => {
    const window = windowAt(27, { target: 40, moving: true });
    expect(said({ window })).toEqual({
      line: "Opening to 40 % · stuffy and cooler outside · sure",
      detail: "now 27 % · likely best 30–50 %",
    });
  });
  it("says closing, and to where when not wholly", () => {
    const closing = windowAt(60, { target: 0, moving: true });
    expect(said({ window: closing, decision: decisionFor(0) }).line).toMatch(/^Closing · /);
    const partly = windowAt(60, { target: 20, moving: true });
    expect(said({ window: partly, decision: decisionFor(20) }).line).toMatch(/^Closing to 20 % · /);
  });
  it("says Open or Closed after its own move, Stays otherwise", () => {
    const moved = (position: number) => ({
      window: windowAt(position, { request_id: "r1" }),
      decision: decisionFor(position, { request_id: "r1" }),
    });
    expect(said(moved(40)).line).toMatch(/^Open 40 % · /);
    expect(said(moved(0)).line).toMatch(/^Closed · /);
    expect(said({}).line).toMatch(/^Stays at 40 % · /);
    const unmoved = moved(40);
    unmoved.window.reason = "already there";
    expect(said(unmoved).line).toMatch(/^Stays at 40 % · /);
    expect(said({ window: windowAt(0), decision: decisionFor(1) }).line).toMatch(
      /^Stays closed · /,
    );
  });
  it("does not claim a choice that the device did not follow", () => {
    const { line, detail } = said({ window: windowAt(10), decision: decisionFor(40) });
    expect(line).toMatch(/^Stays at 10 % · /);
    expect(detail).toMatch(/^Luft asked for 40 %/);
  });
  it("leaves out the interval when there is none", () => {
    const decision = decisionFor(40, { low: null, high: null });
    expect(said({ decision }).detail).toBe("decided 30 s ago");
  });
  it("drops a reason of how it stood before it moved", () => {
    const reason = "21.0 °C inside; stays closed because the window is closed already";
    const decision = decisionFor(10, { reason });
    expect(said({ window: windowAt(10), decision }).line).toBe("Stays at 10 % · sure");
  });
  it("does not say how sure it is where it was not sure enough to move", () => {
    const reason = "21.0 °C inside; stays open because it is not sure enough to move";
    expect(said({ decision: decisionFor(40, { reason }) }).line).toBe(
      "Stays at 40 % · not sure enough to move",
    );
  });
  it("gives how it stood as no reason for having moved", () => {
    const reason = "21.0 °C inside; stays ajar because the window is ajar already";
    const decision = decisionFor(16, { reason, request_id: "r1" });
    expect(said({ window: windowAt(16, { request_id: "r1" }), decision }).line).toBe(
      "Open 16 % · sure",
    );
    const moving = windowAt(20, { target: 16, moving: true, request_id: "r1" });
    expect(said({ window: moving, decision }).line).toBe("Closing to 16 % · sure");
  });
  it("says that there is no decision yet", () => {
    expect(said({ decision: null }).line).toBe("Open 40 % · no decision yet");
  });
  it("cuts the model's sentence to its cause", () => {
    const reason = "24.1 °C inside, 15.0 °C outside; opens because it is warm inside";
    expect(said({ decision: decisionFor(40, { reason }) }).line).toBe(
      "Stays at 40 % · warm inside · sure",
    );
  });
});

describe("why, when others are in charge", () => {
  const until = noon + 3_600_000;
  const hold = { cause: "person", hold_until_ms: until } as const;
  it("names the hand and its end, and what Luft would do", () => {
    const decision = decisionFor(0, { reason: "cool enough", confidence: 0.5 });
    expect(said({ window: windowAt(60, hold), byYou: true, decision })).toEqual({
      line: plain(`Held at 60 % · by you · until ${time(until)}`),
      detail: "Luft would close it: cool enough, unsure",
    });
    expect(said({ window: windowAt(0, hold) }).line).toMatch(/^Held closed · by hand/);
  });
  it("knows when Luft would leave it as it is held", () => {
    expect(said({ window: windowAt(41, hold) }).detail).toMatch(/^Luft would leave it there/);
  });
  it("names the pause of the house, not a hand", () => {
    expect(said({ window: windowAt(60, hold), byPause: true })).toEqual({
      line: "Paused at 60 %",
      detail: "Luft would open it 40 %: stuffy and cooler outside, sure",
    });
    expect(said({ window: windowAt(0, hold), byPause: true }).line).toBe("Paused, closed");
    const guard = windowAt(0, { ...hold, cause: "guard", reason: "hazard: rain" });
    expect(said({ window: guard, byPause: true }).line).toBe("Closed · the guard: rain");
  });
  it("gives the guard's reason without how sure", () => {
    const window = windowAt(0, { cause: "guard", reason: "hazard: rain" });
    expect(said({ window }).line).toBe("Closed · the guard: rain");
  });
  it("does not take a start for the guard", () => {
    const window = windowAt(40, { cause: "guard", reason: "started" });
    expect(said({ window }).line).toMatch(/^Stays at 40 % · stuffy/);
  });
  it("says where it is stuck, whoever is in charge", () => {
    const window = windowAt(35, { ...hold, target: 0, reason: "blocked while closing" });
    expect(said({ window }).line).toMatch(/^Stuck at 35 % · blocked while closing · /);
  });
});

describe("why, when a window has a fault", () => {
  it("says which, in the device's own word", () => {
    const window = windowAt(35, { fault: "did_not_move", reason: "opens because it is warm" });
    expect(said({ window }).line).toMatch(/^Stuck at 35 % · it did not move · /);
  });
});

describe("why, when little is known", () => {
  it("calls a silent window's position the last known", () => {
    const silentSinceMs = noon - 720_000;
    expect(said({ silentSinceMs, cutOff: true }).line).toBe(said({ silentSinceMs }).line);
    expect(said({ silentSinceMs }).line).toBe(
      plain(`Last known 40 % · no word since ${time(silentSinceMs)}`),
    );
  });
  it("invents no window", () => {
    expect(said({ hasWindow: false, window: null }).line).toBe("Only sensing");
    expect(said({ window: null }).line).toBe("Window not heard yet");
  });
});

describe("how sure", () => {
  it.each([
    [0.8, "sure"],
    [0.79, "fairly sure"],
    [0.6, "fairly sure"],
    [0.59, "unsure"],
    [0.4, "unsure"],
    [0.39, "guessing"],
  ])("%d is %s", (confidence, word) => expect(howSure(confidence)).toBe(word));
});
