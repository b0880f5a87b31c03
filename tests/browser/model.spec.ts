// The model page: which model decides, what it is worth, what became of others, and its commands.
import { violations } from "./browser";
import { button, text, useStage } from "./stage";
import { describe, expect, it } from "vitest";

const stage = useStage();

describe("the model", () => {
  it("says which decides, why others were promoted or kept back, and what is damaged", async () => {
    const page = await stage.visit("/model");
    const measured = await page.locator("#measured ~ dl").allInnerTexts();
    expect(measured.map((each) => /The best simple rule\s+([\d.]+)/.exec(each)?.[1])).toEqual([
      "8.2",
      "7.4",
    ]);
    expect(await text(page.locator("h1"))).toBe("Model 1.1.0 decides.");
    expect(await text(page.locator(".changes"))).toMatch(
      /1\.2\.0 kept back: no cost is clearly lower/,
    );
    expect(await text(page.locator('[data-version="1.3.0"]'))).toContain(
      "Damaged: weights: SHA-256 differs",
    );
  });

  it.each(["America/Phoenix", "Pacific/Auckland"])(
    "names the days that the hub counted by in %s",
    async (timezoneId) => {
      const page = await stage.visit("/model", { timezoneId });
      const rows = page.getByRole("region", { name: "Figures by time" });
      const newest = rows.locator("tbody th").first();
      const today = new Date().toLocaleDateString("en-GB", {
        day: "numeric",
        month: "short",
        timeZone: "UTC",
      });
      await expect.poll(() => text(newest)).toBe(today);
    },
  );

  it("says what it learned of a room's people, there and in that room only", async () => {
    const page = await stage.visit("/model");
    const likes = /likes it 0\.8 K cooler, learned from 6 of your moves, since \d+ \w+/;
    expect(await text(page.locator("[data-taste=bedroom]"))).toMatch(likes);
    expect(await page.locator("[data-taste]").count()).toBe(1);
    await page.goto(`${stage.url}/rooms/bedroom`);
    await page.getByText(/^This room likes it 0\.8.K cooler/).waitFor();
    await page.goto(`${stage.url}/rooms/study`);
    await page.getByRole("slider").waitFor();
    expect(await page.locator(".taste").count()).toBe(0);
  });

  it("says what a shadow would have done beside what was done", async () => {
    const page = await stage.visit("/model");
    const present = page.locator('[data-shadow="1.2.0"]');
    await expect.poll(() => present.count()).toBe(1);
    const facts = await text(present);
    for (const fact of [
      /Decisions\s+412/,
      /Same choice as the model in force\s+371 of 412, 90 %/,
      /Window stood there already\s+340 of 400, 85 %/,
      /People then moved the window its way\s+4 of 6/,
      /People then moved it the other way\s+1 of 6/,
      /People moved it where the shadow would not have\s+1 of 6/,
    ])
      expect(facts).toMatch(fact);
    const ended = page.locator('[data-shadow="1.1.0"]');
    expect(await text(ended)).toMatch(/Window stood there already\s+—/);
    await page.getByText(/^1\.1\.0, in the shadow until/).waitFor();
    await page.getByText("Nobody has moved a window within an hour").waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it("says so when a shadow has not decided yet, and nothing without one", async () => {
    stage.replay.shadows = { tolerance: 5, models: [] };
    const page = await stage.visit("/model");
    await page.getByText("1.2.0 is in the shadow and has not decided").waitFor();
    await button(page, "End the shadow").click();
    await expect.poll(() => page.getByText("What a shadow would have done").count()).toBe(0);
  });

  it("is rolled back, and put in the shadow, as the model itself answers", async () => {
    const page = await stage.visit("/model");
    await button(page, "End the shadow").click();
    await expect
      .poll(() => text(page.locator('[data-version="1.2.0"]')))
      .not.toContain("In the shadow");
    await button(page, "Roll back").click();
    await expect.poll(() => text(page.locator("h1"))).toBe("Model 0.1.0 decides.");
    await page.getByRole("status").getByText("Done").waitFor();
  });
});
