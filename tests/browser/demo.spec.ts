// What the page of a real demo shows: real broker, hub, database, model and devices, in real
// Chromium.
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { describe, expect, it } from "vitest";
import { desktop, overflow, phone, violations } from "./browser";
import { firstRoom, useDemo } from "./demo-stage";
import { button, card, glyphName, plain, text } from "./stage";

const demo = useDemo();

describe("the page of a demo", () => {
  it("shows three rooms with their readings, their windows and why", async () => {
    const page = await demo.visit("/");
    await expect.poll(() => page.locator("[data-room]").count()).toBe(3);
    for (const room of await page.locator("[data-room]").all()) {
      await expect.poll(() => text(room.locator(".t .v"))).toMatch(/^−?\d+\.\d$/);
      expect(await glyphName(room)).toMatch(/^Window (closed|\d+ % open)/);
      const why = () => text(room.locator(".why p").first());
      await expect.poll(why, { timeout: 30_000 }).toMatch(/ · (sure|fairly sure|unsure|guessing)$/);
    }
    expect(demo.watched?.troubles).toEqual([]);
  });

  it("shows new values without being loaded again", async () => {
    const page = await demo.visit("/");
    const values = async () => (await page.locator("[data-room] .v").allInnerTexts()).join();
    await page.evaluate(() => Object.assign(window, { stayed: true }));
    const before = await values();
    await expect.poll(values, { timeout: 20_000 }).not.toBe(before);
    expect(await page.evaluate(() => "stayed" in window)).toBe(true);
  });

  it("agrees with the hub about every window", async () => {
    const page = await demo.visit("/");
    for (const room of await page.locator("[data-room]").all()) {
      const id = (await room.getAttribute("data-room")) ?? "";
      const both = async () => {
        const { position } = (await demo.its.device(id)).window;
        const expected = position < 0.5 ? "Window closed" : `Window ${Math.round(position)} % open`;
        return [(await glyphName(room)).startsWith(expected), expected];
      };
      await expect.poll(both).toMatchObject([true, expect.anything()]);
    }
  });

  it("draws a room's history and lists decisions with reasons", async () => {
    const page = await demo.visit("/");
    const id = await firstRoom(page);
    await card(page, id).getByRole("link").click();
    const chart = page.getByRole("img", { name: /^Temperature in .*: from / });
    await chart.waitFor();
    await expect.poll(() => inkOf(page)).toBeGreaterThan(100);
    await expect.poll(() => page.locator(".turns tbody tr").count()).toBeGreaterThan(0);
    const row = plain(await page.locator(".turns tbody tr").last().innerText());
    expect(row).toMatch(/\d+ %[\s\S]+(sure|guessing)/);
    await page.reload();
    await chart.waitFor();
    expect(demo.watched?.troubles).toEqual([]);
  });

  it("accounts for every reading on the system page", async () => {
    const page = await demo.visit("/system");
    await expect.poll(() => text(page.locator("h1"))).toBe("Everything works.");
    const rows = await page
      .locator(".sc tbody tr")
      .evaluateAll((all) =>
        all.map((row) =>
          [...row.querySelectorAll("td")].map((cell) => Number(cell.innerText.replace(/\s/g, ""))),
        ),
      );
    expect(rows.length).toBe(3);
    for (const [received = 0, stored, waiting, twice, wrong, dropped, lost] of rows) {
      expect(received).toBeGreaterThan(0);
      expect((stored ?? 0) + (waiting ?? 0) + (twice ?? 0) + (wrong ?? 0) + (dropped ?? 0)).toBe(
        received,
      );
      expect(lost).toBe(0);
    }
  });

  // All four combinations of each page stand in pages.spec.ts; here, what real data makes of them.
  it("has no accessibility violation, wide in light and narrow in dark", async () => {
    const id = await firstRoom(await demo.visit("/"));
    const paths = ["/", `/rooms/${id}`, "/devices", `/devices/${id}`, "/model", "/system"];
    const variants = [
      { colorScheme: "light", viewport: desktop },
      { colorScheme: "dark", viewport: phone },
    ] as const;
    for (const path of paths) {
      for (const variant of variants) {
        await demo.watched?.page.context().close();
        const page = await demo.visit(path, variant);
        if (path.startsWith("/rooms")) await page.locator(".u-over").first().waitFor();
        expect(await violations(page)).toEqual([]);
        expect(await overflow(page)).toBe(0);
        expect(demo.watched?.troubles).toEqual([]);
      }
    }
  });

  it("asks a real device for settings, and shows that they are in force", async () => {
    const page = await demo.visit("/devices");
    await page.locator("[data-device] a").first().click();
    const rest = page.getByLabel("Window: rest between two movements");
    await rest.fill("12");
    await button(page, "Ask the device").click();
    const standing = page.locator('[data-setting="window.rest_s"] .xs');
    await expect.poll(() => text(standing)).toBe("in force: 12");
    await button(page, "Let it show itself").click();
    await page.getByRole("status").getByText("it showed itself").waitFor();
    expect(demo.watched?.troubles).toEqual([]);
  });

  it("hears how strong the signal of a real device is", async () => {
    const page = await demo.visit("/devices");
    await expect
      .poll(() => text(page.locator('[data-label="Signal"]').first()))
      .toMatch(/^(strong|good|fair|weak), −\d\d dBm$/);
    expect(demo.watched?.troubles).toEqual([]);
  });

  it("takes a real backup, which is whole", async () => {
    const page = await demo.visit("/system");
    await button(page, "Back up now").click();
    await page.getByText(/^The last is whole: /).waitFor({ timeout: 60_000 });
    const folder = await page.locator(".place").innerText();
    const manifest = await readFile(join(folder, "manifest.json"), "utf8");
    expect(manifest).toContain('"hub.sqlite"');
    expect(demo.watched?.troubles).toEqual([]);
  });

  it("shows the real model, with nothing before it to go back to", async () => {
    const page = await demo.visit("/model");
    await expect.poll(() => text(page.locator("h1"))).toMatch(/^Model \S+ decides\.$/);
    expect(await page.locator('[data-version="default"]').innerText()).toContain("In force");
    expect(await button(page, "Roll back").count()).toBe(0);
    expect(demo.watched?.troubles).toEqual([]);
  });
});

// How many pixels of the first chart carry ink: more than its axes alone have.
const inkOf = (page: Page) =>
  page
    .locator(".st canvas")
    .first()
    .evaluate((canvas: HTMLCanvasElement) => {
      const { width, height } = canvas;
      const pixels = canvas.getContext("2d")?.getImageData(0, 0, width, height).data ?? [];
      let ink = 0;
      for (let i = 3; i < pixels.length; i += 4) if ((pixels[i] ?? 0) > 200) ink += 1;
      return ink;
    });
