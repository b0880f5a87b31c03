// Tests of the word for a signal.
import { expect, it } from "vitest";
import { signalWord } from "./signal";

it("is the word of the level or above it", () => {
  expect([-46, -60, -61, -70, -71, -77, -78, -95].map(signalWord)).toEqual([
    "strong",
    "strong",
    "good",
    "good",
    "fair",
    "fair",
    "weak",
    "weak",
  ]);
});
