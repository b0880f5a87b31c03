// Tests of how a decision's reason is told.
import { describe, expect, it } from "vitest";
import { isDoubt, reasonAt, reasonForMove, reasonOf } from "./reason";

it.each([
  ["24.1 °C inside, 15.0 °C outside; opens because it is warm inside", "warm inside"],
  ["20.0 °C inside; stays open because the air is stale", "the air is stale"],
  ["20.0 °C inside; closes because of the time", "the time of day"],
  ["hazard: frost in the room", "frost in the room"],
  ["own rule: the model is offline", "own rule: the model is offline"],
  ["stuffy and cooler outside", "stuffy and cooler outside"],
])("%s reads: %s", (text, reason) => expect(reasonOf(text)).toBe(reason));

it.each([null, "", "started"])("%s is no reason", (text) => expect(reasonOf(text)).toBeNull());

describe("a reason for where the window is", () => {
  it("is not how it stood before it moved", () => {
    const closed = "21.0 °C inside; stays closed because the window is closed already";
    expect(reasonAt(closed, 0)).toBe("the window is closed already");
    expect(reasonAt(closed, 10)).toBeNull();
    expect(reasonAt("opens because the window is ajar already", 40)).toBeNull();
    expect(reasonAt("opens because the window is open already", 40)).not.toBeNull();
    expect(reasonAt("opens because it is warm inside", 40)).toBe("warm inside");
  });
});

describe("a reason for a change of position", () => {
  it("is not how the window stood", () => {
    expect(reasonForMove("opens because the window is ajar already")).toBeNull();
    expect(reasonForMove("opens because it is warm inside")).toBe("warm inside");
    expect(reasonForMove(null)).toBeNull();
  });
});

it("is a doubt when the model was not sure enough", () => {
  const doubt = "21.0 °C inside; stays open because it is not sure enough to move";
  expect([doubt, "warm inside", null].map(isDoubt)).toEqual([true, false, false]);
});
