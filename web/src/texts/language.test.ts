// Tests of which language the page speaks.
import { expect, it } from "vitest";
import { languageFor } from "./language";

it("is the first asked for that there is, whatever its region, else English", () => {
  expect(languageFor(["xx", "en-US"])).toBe("en");
  expect(languageFor(["xx-YY"])).toBe("en");
  expect(languageFor([])).toBe("en");
});
