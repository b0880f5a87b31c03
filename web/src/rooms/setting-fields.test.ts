// Tests of settings as fields, and of the wish that comes of them.
import { describe, expect, it } from "vitest";
import type { Config } from "../api/types";
import { errorIn, fieldsOf, standing, wishOf, type Field } from "./setting-fields";

const fields = fieldsOf(["window", "temperature"]);
const named = (setting: string) => fields.find((each) => each.setting === setting) as Field;

describe("the settings of a device", () => {
  it("are offered for what it can do only", () => {
    expect(fieldsOf(["humidity"]).map((each) => each.setting)).toEqual([
      "humidity.interval_s",
      "humidity.deadband",
    ]);
  });

  it("are checked before they are asked for", () => {
    expect(errorIn(named("temperature.interval_s"), "0")).toMatch(/from 1 to/);
    expect(errorIn(named("temperature.interval_s"), "2.5")).toMatch(/whole number/);
    expect(errorIn(named("temperature.deadband"), "0,2")).toBeNull();
    expect(errorIn(named("window.quiet_from_min"), "24:00")).toMatch(/22:30/);
    expect(errorIn(named("window.quiet_from_min"), "")).toBeNull();
  });

  it("keep what the form does not show, and drop what was emptied", () => {
    const before: Config["desired"] = {
      version: 3,
      metrics: { temperature: { interval_s: 60, probe_s: 5 } },
      window: { strict: true, rest_s: 30 },
    };
    const wish = wishOf(before, fields, {
      "window.quiet_from_min": "22:30",
      "window.locked": "true",
    });
    expect(wish).toEqual({
      metrics: { temperature: { probe_s: 5 } },
      window: { strict: true, quiet_from_min: 1350, locked: true },
    });
  });

  it("say whether they are in force, waited for or refused", () => {
    const config = (version: number, refused: { setting: string; reason: string }[]): Config => ({
      desired: { version: 2, window: { rest_s: 30 } },
      reported: { version, window: { rest_s: 10 }, refused },
      in_force: false,
    });
    const rest = named("window.rest_s");
    expect(standing(rest, config(1, [])).text).toBe("asked for 30, waiting for the device");
    expect(standing(rest, config(2, [])).text).toBe("in force: 10");
    const refusal = { setting: "window.rest_s", reason: "too short" };
    expect(standing(rest, config(2, [refusal])).text).toBe("refused: too short");
  });
});
