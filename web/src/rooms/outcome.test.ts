// Tests of how the outcome of a decision is told.
import { expect, it } from "vitest";
import { outcomeOf } from "./outcome";

it.each([
  ["unmoved", "no move needed"],
  ["stopped", "stopped"],
  [null, "—"],
  [
    "refused: nobody knows where the window is: calibrate it",
    "refused: nobody knows where the window is: calibrate it",
  ],
])("%s reads: %s", (outcome, text) => expect(outcomeOf(outcome)).toBe(text));
