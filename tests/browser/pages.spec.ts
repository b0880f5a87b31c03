// What holds for every page: accessibility, small screens, calm.
import { desktop, narrow, overflow, phone, violations } from "./browser";
import { button, card, glyphName, text, useStage } from "./stage";
import { describe, expect, it } from "vitest";

const stage = useStage();

describe("every page", () => {
  const pages = [
    "/",
    "/rooms/living_room",
    "/rooms/kitchen",
    "/devices",
    "/devices/study",
    "/model",
    "/system",
    "/nowhere",
  ];

  it.each(pages)(
    "%s has no accessibility violation in light and dark, wide and narrow",
    async (path) => {
      for (const colorScheme of ["light", "dark"] as const) {
        for (const viewport of [undefined, phone]) {
          const page = await stage.visit(path, {
            colorScheme,
            ...(viewport ? { viewport } : {}),
          });
          if (path === "/rooms/living_room") await page.locator(".mk button").first().waitFor();
          expect(await violations(page)).toEqual([]);
          expect(stage.watched?.troubles).toEqual([]);
          await page.context().close();
        }
      }
    },
  );

  it.each(pages)("%s needs no sideways scrolling at 320 pixels", async (path) => {
    const page = await stage.visit(path, { viewport: narrow });
    expect(await overflow(page)).toBe(0);
  });

  it("has no violation, and no sideways scrolling, before the first device", async () => {
    await stage.replay.close();
    await stage.restart({ scene: "empty" });
    for (const colorScheme of ["light", "dark"] as const) {
      for (const viewport of [desktop, phone, narrow]) {
        const page = await stage.visit("/", { colorScheme, viewport });
        expect(await violations(page)).toEqual([]);
        expect(await overflow(page)).toBe(0);
        await page.context().close();
      }
    }
  });

  it("has targets of at least 44 pixels on a phone", async () => {
    const page = await stage.visit("/", { viewport: phone });
    await button(page, "Study: more").click();
    await button(card(page, "study"), "Set…").click();
    const small = await page.getByRole("button").evaluateAll((buttons) =>
      buttons.flatMap((each) => {
        const { width, height } = each.getBoundingClientRect();
        return width < 44 || height < 44 ? [`${each.textContent} ${width} × ${height}`] : [];
      }),
    );
    expect(small).toEqual([]);
  });

  it("keeps still when motion is not wanted", async () => {
    const page = await stage.visit("/", { reducedMotion: "reduce" });
    stage.replay.change("study", { window: moving });
    await expect.poll(() => glyphName(card(page, "study"))).toMatch(/moving to 90 %/);
    const running = await page.evaluate(() => document.getAnimations().length);
    expect(running).toBe(0);
  });

  it.each([
    ["Australia/Darwin", "10:00"],
    ["America/Phoenix", "17:30"],
  ])("tells times of the viewer's clock in %s", async (timezoneId, expected) => {
    const half = Date.UTC(2026, 10, 27, 0, 30);
    const next = half + Math.ceil((Date.now() - half) / 86_400_000) * 86_400_000;
    stage.replay.change("study", {
      window: {
        ...moving,
        moving: false,
        target: 20,
        cause: "person",
        hold_until_ms: next,
      },
    });
    const page = await stage.visit("/", { timezoneId });
    expect(await text(card(page, "study").locator(".why p").first())).toMatch(
      new RegExp(`until (\\d+ \\w+ )?${expected}$`),
    );
    await page.goto(`${stage.url}/system`);
    await page.getByText(`times in your zone, ${timezoneId}`).waitFor();
  });

  it("opens one row at a time on a phone", async () => {
    const page = await stage.visit("/", { viewport: phone });
    expect(await button(card(page, "study"), "Open").isVisible()).toBe(false);
    await button(page, "Study: more").click();
    expect(await button(card(page, "study"), "Open").isVisible()).toBe(true);
    await button(page, "Bathroom: more").click();
    expect(await button(card(page, "study"), "Open").isVisible()).toBe(false);
  });
});

const moving = {
  position: 20,
  target: 90,
  moving: true,
  cause: "control",
  reason: null,
  hold_until_ms: null,
  request_id: null,
  time_ms: Date.now(),
};
