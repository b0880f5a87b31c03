// A room's page: its charts, its decisions, its window.
import { readFile } from "node:fs/promises";
import { violations } from "./browser";
import { button, glyphName, plain, text, useStage } from "./stage";
import { describe, expect, it } from "vitest";

const stage = useStage();
const day = 86_400_000;

describe("a room", () => {
  it("draws a strip for each metric and one for the choice, and remembers the range", async () => {
    const page = await stage.visit("/");
    await page.getByRole("link", { name: "Living room" }).click();
    await page.locator(".st canvas").nth(4).waitFor();
    const captions = await page.locator(".st h3").allInnerTexts();
    expect(captions).toEqual(["Temperature", "Humidity", "Air", "Sound", "Window"]);
    expect(await page.title()).toMatch(/^\(1\) Living room 2\d\.\d.°C · Luft$/);
    await page.getByRole("link", { name: "Hour" }).click();
    expect(page.url()).toMatch(/\/rooms\/living_room\?range=hour$/);
    await page.getByText("every reading").waitFor();
    await page.goBack();
    await page.getByText("10-minute means").waitFor();
  });

  it("names each chart and says in words what it shows", async () => {
    const page = await stage.visit("/rooms/living_room");
    const chart = page.getByRole("img", {
      name: /^Temperature in Living room: from .* to /,
    });
    await chart.waitFor();
    expect(await chart.getAttribute("aria-label")).toMatch(/lowest 2\d\.\d.°C, highest 2\d\.\d/);
  });

  it("draws where the window stood, and what hands did, however long the range", async () => {
    const first_seen_ms = Date.now() - 40 * day;
    stage.replay.change("study", { first_seen_ms });
    const page = await stage.visit("/rooms/study");
    const chart = page.getByRole("img", { name: /^Window in Study: / });
    await chart.waitFor();
    expect(await chart.getAttribute("aria-label")).toMatch(
      /^Window in Study: 3 movements, Luft’s choice changed \d+ times$/,
    );
    const table = page.getByRole("region", { name: "Window, its figures" });
    await button(page, "Window: as table").press("Enter");
    const rows = await table.locator("tbody tr").allInnerTexts();
    const stood = rows.map((row) => plain(row).split("\t")[1]);
    // What it says now; before that what the movements say, and how the day began.
    expect(stood.filter((each, i) => each !== stood[i - 1])).toEqual([
      "10 %",
      "80 %",
      "0 %",
      "60 %",
      "0 %",
    ]);
    await page.getByRole("link", { name: "Month" }).click();
    await page.getByRole("img", { name: /0.% → 30.% by hand/ }).waitFor();
  });

  it.each(["Temperature", "Sound", "Window"])(
    "gives the figures of %s as a table and as CSV, with keys alone",
    async (name) => {
      const page = await stage.visit("/rooms/living_room");
      const toggle = button(page, `${name}: as table`);
      await toggle.press("Enter");
      expect(await toggle.getAttribute("aria-expanded")).toBe("true");
      const table = page.getByRole("region", { name: `${name}, its figures` });
      expect(await table.locator("tbody tr").count()).toBeGreaterThan(20);
      expect(await violations(page)).toEqual([]);
      const saved = page.waitForEvent("download");
      await button(page, `${name}: save as CSV`).press("Enter");
      const file = await readFile(await (await saved).path(), "utf8");
      expect(file.split("\r\n")[0]).toMatch(/^time,/);
      await toggle.press("Enter");
      await expect.poll(() => table.count()).toBe(0);
    },
  );

  it("lists what the model did not answer, and all that came before it", async () => {
    const first_seen_ms = Date.now() - 40 * day;
    stage.replay.change("study", { first_seen_ms });
    const page = await stage.visit("/rooms/study?range=week");
    await page.getByRole("button", { name: /^Show all \d+$/ }).press("Enter");
    const rows = page.locator(".turns tbody tr");
    const silent = rows.filter({ hasText: "no answer" });
    expect(await silent.count()).toBe(7);
    expect(await rows.count()).toBeGreaterThan(6 * 12);
  });

  it("says up to when decisions are listed, and nothing while they are read or away", async () => {
    stage.expectsTroubles = true;
    stage.replay.change("study", { first_seen_ms: Date.now() - 40 * day });
    const page = await stage.visit("/rooms/study?range=month");
    const list = page.locator("section", {
      hasText: "What it decided and why",
    });
    expect(await text(list)).toContain("listed for up to a week");
    stage.replay.change("study", { decision: null });
    expect(await text(list)).toContain("listed for up to a week");
    stage.replay.historyIsAway = true;
    await page.reload();
    await page.getByText(/^The history could not be read/).waitFor();
    expect(await page.getByText(/No decision|listed for up/).count()).toBe(0);
  });

  it.each(["first", "last"] as const)("leads from the %s mark to its decision", async (which) => {
    const page = await stage.visit("/rooms/living_room");
    await page.locator(".mk button").nth(3).waitFor();
    const mark = page.locator(".mk:not(.others) button")[which]();
    // At once: time goes on, and marks join.
    const name = await mark.evaluate((it) => {
      (it as HTMLElement).click();
      return it.getAttribute("aria-label") ?? "";
    });
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe("TR");
    const [, choice] = (await text(page.locator("tr:focus"))).split("\t");
    expect(plain(name).endsWith(choice ?? "-")).toBe(true);
  });

  it("zooms all strips together, and back", async () => {
    const page = await stage.visit("/rooms/living_room");
    await page.locator(".mk button").nth(3).waitFor();
    const marks = () => page.locator(".mk button").count();
    const before = await marks();
    const plot = page.locator(".st .u-over").first();
    const box = await plot.boundingBox();
    if (!box) throw new Error("the chart is not drawn");
    await page.mouse.move(box.x + box.width * 0.4, box.y + 30);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.6, box.y + 30, { steps: 5 });
    await page.mouse.up();
    await expect.poll(marks).toBeLessThan(before / 2);
    await page.mouse.dblclick(box.x + box.width * 0.5, box.y + 30);
    // A decision may have come meanwhile.
    await expect.poll(marks).toBeGreaterThanOrEqual(before);
  });

  it("hatches a time without readings, and says that there are none", async () => {
    const [to, from] = [Date.now() - 2 * day, Date.now() - 3 * day];
    stage.replay.change("study", { first_seen_ms: from });
    const page = await stage.visit("/rooms/study");
    const strip = page.locator(".st", { hasText: "Temperature" });
    await strip.locator("canvas").waitFor();
    expect(await text(strip)).not.toContain("No readings");
    stage.replay.change("study", { first_seen_ms: Date.now() });
    await page.goto(`${stage.url}/rooms/study?from=${from}&to=${to}`);
    await expect.poll(() => text(strip)).toContain("No readings in this time.");
  });

  it("says how long it was comfortable, by what is measured", async () => {
    const page = await stage.visit("/rooms/study");
    const row = (metric: string) => page.locator(`.hours [data-metric=${metric}]`);
    await row("temperature").waitFor();
    expect(await text(row("temperature"))).toMatch(/2\d h( \d+ min)? \d+ %/);
    expect(await row("co2").count()).toBe(0); // the study has no sensor for it
    expect(await text(page.getByText(/^Everything measured was comfortable/))).toMatch(
      / of 2\d h( \d+ min)?\. For 1 h( \d+ min)? nothing/,
    );
  });

  it("leads to its devices, and says how each is heard and how its settings stand", async () => {
    const page = await stage.visit("/rooms/study");
    const here = page.locator("section", { hasText: "Devices here" });
    expect(await text(here)).toContain("strong, −58 dBm");
    for (const [settings, said] of [
      ["waiting", "settings asked, waiting"],
      ["in_force", "settings as asked"],
      ["refused", "settings partly refused"],
    ] as const) {
      stage.replay.change("study", { settings });
      await expect.poll(() => text(here)).toContain(said);
    }
    await here.getByRole("link", { name: "study" }).click();
    await page.getByRole("heading", { name: "Settings" }).waitFor();
  });

  it("moves the window by its sill", async () => {
    const page = await stage.visit("/rooms/study");
    await page.getByRole("slider").press("End");
    await page.getByRole("slider").press("Enter");
    await expect.poll(() => glyphName(page.locator(".big"))).toMatch(/^Window 100 % open, held/);
    await button(page, "Hand back").click();
    await expect.poll(() => glyphName(page.locator(".big"))).toMatch(/^Window 10 % open/);
  });

  it("that does not exist says so", async () => {
    const page = await stage.visit("/rooms/attic");
    expect(await text(page.locator("h1"))).toBe("No room of this name");
    await page.goto(`${stage.url}/rooms`);
    await expect.poll(() => text(page.locator("h1"))).toBe("No page at this address");
  });
});

describe("a room's charts", () => {
  it("go back in time, closer, and home again with buttons alone; the address knows", async () => {
    const page = await stage.visit("/rooms/living_room");
    await page.locator(".st canvas").nth(4).waitFor();
    await button(page, "Closer").press("Enter");
    await expect.poll(() => page.url()).toMatch(/from=\d+&to=\d+/);
    await button(page, "Earlier").press("Enter");
    await button(page, "Show all").press("Enter");
    await expect.poll(() => page.url()).not.toMatch(/from=/);
  });

  it("mark what hands and the guard did, and are saved as CSV", async () => {
    const page = await stage.visit("/rooms/living_room");
    await page.getByRole("img", { name: /by hand$/ }).waitFor();
    await page.getByRole("img", { name: /by the guard$/ }).waitFor();
    const saved = page.waitForEvent("download");
    await button(page, "Temperature: save as CSV").click();
    expect((await saved).suggestedFilename()).toBe("luft-living_room-temperature.csv");
  });

  it("reach over a year", async () => {
    const now = Date.now();
    const year = 365 * 86_400_000;
    const zoom = `from=${now - year}&to=${now}`;
    const page = await stage.visit(`/rooms/living_room?range=year&${zoom}`);
    await page.getByText("drawn for up to a week").waitFor();
  });
});
