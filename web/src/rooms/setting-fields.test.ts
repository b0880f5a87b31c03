// Tests of settings as fields, and of the wish that comes of them.
import { describe, expect, it } from "vitest";
import type { Config } from "../api/types";
import { usualUnits } from "../units";
import { errorIn, fieldsOf, standing, wishOf, type Field } from "./setting-fields";

const fields = fieldsOf(["window", "temperature"], usualUnits);
const named = (setting: string) => fields.find((each) => each.setting === setting) as Field;

describe("the settings of a device", () => {
  it("are offered for what it can do only", () => {
    expect(fieldsOf(["humidity"], usualUnits).map((each) => each.setting)).toEqual([
      "humidity.interval_s",
      "humidity.probe_s",
      "humidity.deadband",
    ]);
    const outdoors = fieldsOf(["rain", "wind_speed", "pressure", "illuminance"], usualUnits);
    expect(outdoors).toHaveLength(4 * 3);
  });

  it("let sound leave the device only when asked for, and never more often than it may", () => {
    const clip = fieldsOf(["sound_volume"], usualUnits).at(-1) as Field;
    expect(clip.setting).toBe("audio.clip_every_s");
    expect([errorIn(clip, "0"), errorIn(clip, "10"), errorIn(clip, "")]).toEqual([
      null,
      null,
      null,
    ]);
    expect(errorIn(clip, "5")).toMatch(/^Give 0, or/);
    expect(wishOf(null, [clip], { "audio.clip_every_s": "60" }).audio).toEqual({
      clip_every_s: 60,
    });
    expect(wishOf(null, [clip], {}).audio).toBeUndefined();
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
      metrics: { temperature: { interval_s: 60 }, co2: { probe_s: 5 } },
      window: { rest_s: 30 },
      audio: { clip_every_s: 60 },
    };
    const wish = wishOf(before, fields, {
      "window.quiet_from_min": "22:30",
      "window.locked": "true",
    });
    expect(wish).toEqual({
      metrics: { co2: { probe_s: 5 } },
      window: { quiet_from_min: 1350, locked: true },
      audio: { clip_every_s: 60 },
    });
  });

  it("are typed and shown in the chosen unit, and asked for in the device's", () => {
    const [, , deadband] = fieldsOf(["temperature"], { ...usualUnits, temperature: "°F" });
    const config: Config = {
      desired: null,
      reported: { version: 1, metrics: { temperature: { deadband: 0.2 } } },
      in_force: true,
    };
    const field = deadband as Field;
    expect(standing(field, config).text.replace(/\s/g, " ")).toBe("in force: 0.36 °F");
    const wish = wishOf(null, [field], { "temperature.deadband": "0.9" });
    expect(wish.metrics).toEqual({ temperature: { deadband: 0.5 } });
  });

  it("say that quiet hours which end as they begin are never", () => {
    const quiet = (from: number, to: number): Config => ({
      desired: null,
      reported: { version: 1, window: { quiet_from_min: from, quiet_to_min: to } },
      in_force: true,
    });
    const from = named("window.quiet_from_min");
    expect(standing(from, quiet(0, 0)).text).toBe("in force: never");
    expect(standing(named("window.quiet_to_min"), quiet(0, 0)).text).toBe("in force: never");
    expect(standing(from, quiet(0, 420)).text).toBe("in force: 00:00");
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
