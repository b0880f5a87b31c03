// Devices, the switch for all windows, the system page and units: what a person looks up and sets.
import { readFile } from "node:fs/promises";
import { violations } from "./browser";
import { button, card, text, useStage } from "./stage";
import { describe, expect, it } from "vitest";

const stage = useStage();

describe("devices", () => {
  it("lists all with their state, and leads to each", async () => {
    const page = await stage.visit("/");
    await page.getByRole("link", { name: "Devices" }).click();
    expect(await text(page.locator("h1"))).toBe("Seven devices.");
    expect(await text(page.locator('[data-device="kitchen"]'))).toContain("Silent");
    await page.getByRole("link", { name: "study" }).click();
    expect(await page.title()).toMatch(/study · Luft$/);
  });

  it("renames a device, and says what is wrong with a name", async () => {
    const page = await stage.visit("/devices/study");
    const name = page.getByLabel("Name", { exact: true });
    await name.fill("");
    await button(page, "Save").click();
    await page.getByText("Give a name of at most 64 letters").waitFor();
    await name.fill("Desk window");
    const room = page.getByLabel("Room", { exact: true });
    await room.fill("a".repeat(65));
    await room.press("Enter");
    await page.getByText("Give a room of at most 64 letters").waitFor();
    expect(await room.getAttribute("aria-invalid")).toBe("true");
    expect(await name.getAttribute("aria-invalid")).toBe("false");
    expect(await room.evaluate((it) => it === document.activeElement)).toBe(true);
    await room.fill("Study");
    await button(page, "Save").click();
    await expect.poll(() => text(page.locator("h1"))).toBe("Desk window");
  });

  it("asks for settings, and shows what is in force, waited for and refused", async () => {
    const page = await stage.visit("/devices/study");
    const row = (setting: string) => page.locator(`[data-setting="${setting}"] .xs`);
    await expect.poll(() => text(row("temperature.interval_s"))).toBe("in force: 60");
    expect(await text(row("humidity.interval_s"))).toBe("refused: too often");
    const rest = page.getByLabel("Window: rest between two movements");
    await rest.fill("-1");
    await button(page, "Ask the device").click();
    expect(await text(row("window.rest_s"))).toMatch(/^Give a whole number/);
    expect(await rest.evaluate((it) => it === document.activeElement)).toBe(true);
    await rest.fill("90");
    await button(page, "Ask the device").click();
    await expect
      .poll(() => text(row("window.rest_s")))
      .toBe("asked for 90, waiting for the device");
  });

  it.each([
    ["well", 2, "Measured. The window knows where it stands."],
    ["badly", 1, "It did not work: the end of its travel was not found"],
  ] as const)(
    "goes through the steps of measuring with a window that takes it %s",
    async (how, step, end) => {
      stage.replay.calibrates = how;
      stage.replay.change("study", {
        window: { ...standing, position: 60, target: 60 },
      });
      const page = await stage.visit("/devices/study");
      const card = page.locator("section", {
        has: page.getByRole("heading", { name: /travel/ }),
      });
      const current = () => card.locator("[aria-current=step]").innerText();
      expect(await current()).toMatch(/^Take away what stands in its way/);
      await button(card, "Start measuring").click();
      await card.getByText(/^Measuring, now at \d+/).waitFor();
      expect(await current()).toMatch(/^It closes until/);
      expect(await violations(page)).toEqual([]);
      await card.getByText(end).waitFor();
      expect(await card.locator(".passed").count()).toBe(step);
      expect(await button(card, "Measure again").isEnabled()).toBe(true);
    },
  );

  it("asks the hub when Luft thinks about one window", async () => {
    const page = await stage.visit("/devices/study");
    const every = page.getByLabel("At least every", { exact: true });
    const card = page.locator("section", { has: every });
    await every.fill("often");
    await button(card, "Save for this window").click();
    expect(await every.evaluate((it) => it === document.activeElement)).toBe(true);
    await every.fill("120");
    await button(card, "Save for this window").click();
    await card.getByText("Saved").waitFor();
    expect(stage.replay.device("study")).toMatchObject({
      trigger: { longest_interval_s: 120, temperature_c: null },
    });
  });

  it("lets a device show itself, and tells why a window is not measured", async () => {
    const page = await stage.visit("/devices/study");
    await button(page, "Let it show itself").click();
    await page.getByRole("status").getByText("it showed itself").waitFor();
    await button(page, "Start measuring").click();
    await page.getByText("Not done: this window needs no calibration run").waitFor();
  });
});

describe("the switch", () => {
  it("pauses all windows and gives them back", async () => {
    const page = await stage.visit("/");
    const airing = page.getByRole("switch", { name: "Airing" });
    await airing.press("Space");
    await page.getByText("All windows are paused").waitFor();
    expect(await airing.getAttribute("aria-checked")).toBe("false");
    await button(page, "Air again").click();
    await expect.poll(() => airing.getAttribute("aria-checked")).toBe("true");
  });

  it("makes every card paused, and offers nothing that the pause would undo", async () => {
    const page = await stage.visit("/");
    await page.getByRole("switch", { name: "Airing" }).press("Space");
    const tag = (room: string) => text(card(page, room).locator(".tag"));
    for (const room of ["study", "bathroom", "bedroom", "living_room"])
      await expect.poll(() => tag(room)).toBe("Paused");
    expect(await tag("nursery")).toBe("Window stuck");
    expect(await text(page.locator(".need"))).toContain(
      "Luft moves it once windows are aired again",
    );
    expect(await tag("kitchen")).toMatch(/^Silent/);
    expect(await text(card(page, "study").locator(".why p").first())).toBe("Paused at 10 %");
    // Whoever holds it still does, and its hold ends as it was said.
    expect(await text(card(page, "bedroom").locator(".why"))).toMatch(
      /^Held at 60 % · by hand · until/,
    );
    expect(await text(page.locator(".sum"))).not.toContain("held by hand");
    expect(await page.getByText("Hand back").count()).toBe(0);
    expect(await violations(page)).toEqual([]);

    const released = await page.request.post(`${stage.url}/api/v1/devices/bedroom/release`, {
      data: {},
    });
    expect(released.status()).toBe(202);
    await expect
      .poll(() => text(card(page, "bedroom").locator(".why p").first()))
      .toMatch(/^Paused/); // the hub holds it again
    await card(page, "study").getByRole("link", { name: "Study" }).click();
    await page.getByRole("slider").waitFor();
    expect(await page.getByText("Hand back").count()).toBe(0);
    await button(page, "Air again").click();
    await expect.poll(() => text(page.locator("h1 + .tag"))).toBe("Comfortable");
  });

  it("says on the page why the windows were not paused, until that is dismissed", async () => {
    stage.expectsTroubles = true;
    stage.replay.behaviour = "refuses";
    const page = await stage.visit("/");
    await page.getByRole("switch", { name: "Airing" }).press("Space");
    const said = page.getByRole("status").getByText("Not done: The hub stops");
    await said.waitFor();
    expect(await violations(page)).toEqual([]);
    await button(page, "Dismiss").click();
    await expect.poll(() => said.count()).toBe(0);
  });
});

describe("the system page", () => {
  it("takes a backup, says which step it is at, and where it is", async () => {
    const page = await stage.visit("/system");
    const card = page.locator("section", {
      has: page.getByRole("heading", { name: "Backup" }),
    });
    await card.getByText("None was taken from here yet.").waitFor();
    await button(card, "Back up now").click();
    await expect
      .poll(() => card.locator("[aria-current=step]").innerText())
      .toBe("Copying the history");
    expect(await button(card, "Being taken").isDisabled()).toBe(true);
    await card.getByText(/^The last is whole: /).waitFor();
    expect(await text(card)).toMatch(
      /1 209 400 readings, 48 MB\. It took 1 s\.[^]*\/backups\/backup-/,
    );
    stage.replay.backups.fails = "the disk is full";
    await button(card, "Back up now").click();
    await card.getByText("No backup was taken: the disk is full").waitFor();
  });
});

describe("units", () => {
  it("are chosen once, for all pages, charts and files, and kept", async () => {
    const page = await stage.visit("/system");
    await page.getByLabel("Temperature").selectOption("°F");
    await page.getByRole("link", { name: "Home" }).click();
    const study = page.locator('[data-room="study"]');
    expect(await text(study.locator(".t"))).toMatch(/^70\.\d °F$/);
    expect(await text(study.locator(".tt"))).toMatch(/64\.6[^]*77\.2/);
    expect(await text(page.locator(".sum"))).toMatch(/Outside 4\d\.\d °F/);

    await page.reload();
    await page.getByRole("link", { name: "Living room" }).click();
    const chart = page.getByRole("img", { name: /^Temperature in Living/ });
    await chart.waitFor();
    expect(await chart.getAttribute("aria-label")).toMatch(/lowest 6\d\.\d.°F, highest 7\d\.\d/);
    expect(await page.title()).toMatch(/7\d\.\d.°F/);
    const saved = page.waitForEvent("download");
    await button(page, "Temperature: save as CSV").click();
    const file = await readFile(await (await saved).path(), "utf8");
    expect(file.split("\r\n")[0]).toBe("time,temperature (°F),lowest,highest,readings");
    expect(Number(file.split("\r\n")[1]?.split(",")[1])).toBeGreaterThan(60);

    await page.goto(`${stage.url}/devices/study`);
    await expect
      .poll(() => text(page.locator('[data-setting="temperature.deadband"]')))
      .toContain("in force: 0.36 °F");
  });
});

const standing = {
  moving: false,
  cause: "control",
  reason: null,
  hold_until_ms: null,
  request_id: null,
  time_ms: 0,
};
