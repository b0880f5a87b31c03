// Home in states that real services do not show on demand, and without its hub.
import { violations } from "./browser";
import { button, card, glyphName, plain, text, useStage } from "./stage";
import { describe, expect, it } from "vitest";

const stage = useStage();

describe("home", () => {
  it("says the house's state first, then what needs a person, then each room's word", async () => {
    const page = await stage.visit("/");
    expect(await text(page.locator("h1"))).toBe(
      "Three rooms feel good, two are being aired.",
    );
    expect(await text(page.locator(".need"))).toContain(
      "Nursery: the window is stuck at 35 %.",
    );
    const words = await page.locator(".tag").allInnerTexts();
    expect(words.map(plain)).toEqual([
      "Humid",
      "Held by hand",
      expect.stringMatching(/^Silent for 1\d min$/),
      "Stuffy",
      "Window stuck",
      "Comfortable",
    ]);
    expect(await text(page.locator(".sum"))).toMatch(
      /Outside 8\.\d °C · 71 % · 38 dB\(A\)/,
    );
  });

  it("shows a new value without being loaded again", async () => {
    const page = await stage.visit("/");
    const value = card(page, "study").locator(".t .v");
    stage.replay.change("study", {
      readings: {
        temperature: { value: 24.9, unit: "°C", time_ms: Date.now() },
      },
    });
    await expect.poll(() => value.innerText()).toBe("24.9");
  });

  it("marks the value of a silent room as old and offers nothing that cannot arrive", async () => {
    const page = await stage.visit("/");
    const kitchen = card(page, "kitchen");
    expect(await glyphName(kitchen)).toBe("Window last known at 20 %");
    expect(await text(kitchen.locator(".tt .age"))).toMatch(/^1\d min ago$/);
    expect(await kitchen.locator(".act").count()).toBe(0);
  });

  it("leads a newcomer from nothing to a first device", async () => {
    await stage.replay.close();
    await stage.restart({ scene: "empty" });
    const page = await stage.visit("/");
    expect(await text(page.locator("main"))).toContain("./luft demo");
    const pair = page.locator("section", { hasText: "Pair your first device" });
    const name = page.getByLabel("Its name");
    await name.fill("Bad Name");
    expect(await text(pair)).toContain("./luft devices add NAME");
    await name.fill("bath");
    expect(await text(pair)).toContain("./luft devices add bath");
    expect(await text(pair)).toContain("mqtts://bath:PASSWORD@HOST");
    expect(await violations(page)).toEqual([]);
  });
});

describe("without the hub", () => {
  const longestWaitMs = 20_000; // the page tries again after 15 s at most, and some jitter

  it("says since when, shows all as old, takes no orders, and comes back by itself", async () => {
    const page = await stage.visit("/");
    stage.expectsTroubles = true;
    const port = Number(new URL(stage.url).port);
    await stage.replay.close();
    await expect
      .poll(() => text(page.locator(".link")))
      .toMatch(/^Not live since \d\d:\d\d$/);
    expect(await button(card(page, "study"), "Open").isDisabled()).toBe(true);
    expect(await card(page, "study").locator(".tr b:not(.e)").count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    await button(page, "Retry").click(); // in vain: the hub is still away
    await stage.restart({ port });
    await expect
      .poll(() => text(page.locator(".link")), { timeout: longestWaitMs })
      .toBe("Live");
  });
});
