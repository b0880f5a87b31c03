// Home in states that real services do not show on demand, and without its hub.
import { violations } from "./browser";
import { button, card, glyphName, plain, text, useStage } from "./stage";
import { describe, expect, it } from "vitest";

const stage = useStage();
const longestWaitMs = 20_000; // the page tries again after 15 s at most, and some jitter

describe("home", () => {
  it("says the house's state first, then what needs a person, then each room's word", async () => {
    const page = await stage.visit("/");
    expect(await text(page.locator("h1"))).toBe("Three rooms feel good, two are being aired.");
    expect(await text(page.locator(".need"))).toContain("Nursery: the window is stuck at 35 %.");
    const words = await page.locator(".tag").allInnerTexts();
    expect(words.map(plain)).toEqual([
      "Humid",
      "Held by hand",
      expect.stringMatching(/^Silent for 1\d min$/),
      "Stuffy",
      "Window stuck",
      "Comfortable",
    ]);
    expect(await text(page.locator(".sum"))).toMatch(/Outside 8\.\d °C · 71 % · 38 dB\(A\)/);
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

describe("a part that is away", () => {
  it.each(["/", "/rooms/study", "/devices", "/model", "/system"])(
    "is said on %s, with what still works, until it is back",
    async (path) => {
      const page = await stage.visit(path);
      const trouble = (name: string) => page.locator(`[data-trouble=${name}] p`);
      expect(await page.locator("[data-trouble]").count()).toBe(0);
      stage.replay.troubles({ away: ["database", "ml"] });
      await expect
        .poll(() => text(trouble("database")))
        .toMatch(/^The database has been away since \S+: windows are aired/);
      expect(await text(trouble("database"))).toMatch(
        / 84 readings wait on the hub’s disk\. Nothing is lost\.$/,
      );
      expect(await text(trouble("ml"))).toMatch(/own simple rule/);
      expect(await violations(page)).toEqual([]);
      stage.replay.troubles({ alarms: ["journal_cannot_write"] });
      await expect
        .poll(() => text(trouble("journal_cannot_write")))
        .toBe("The journal cannot write: look at the disk.");
      // With the nursery's window.
      await expect.poll(() => page.title()).toMatch(/^\(2\) /);
      stage.replay.troubles({});
      await expect.poll(() => page.locator("[data-trouble]").count()).toBe(0);
    },
  );
});

describe("what needs you", () => {
  it("lets Luft try again what Luft wanted: no hand, no hold", async () => {
    const page = await stage.visit("/");
    const need = page.locator(".need");
    expect(await text(need)).toContain("Luft tries again with its next choice");
    await need.getByRole("link", { name: "Open the room" }).click();
    await page.getByRole("heading", { name: "Nursery" }).waitFor();
    expect(stage.replay.orders).toEqual([]);
  });

  it("sends a hand's wish again for what remains of its hold", async () => {
    const held = {
      ...moving,
      position: 20,
      target: 90,
      moving: false,
      cause: "person",
      fault: "did_not_move",
      hold_until_ms: Date.now() + 600_000,
    };
    stage.replay.change("nursery", { window: held });
    const page = await stage.visit("/");
    const need = page.locator(".need");
    expect(await text(need)).toContain("Nursery: the window does not move from 20 %.");
    await button(page, "Try again").click();
    await expect.poll(() => need.count()).toBe(0);
    const [order] = stage.replay.orders;
    expect(order).toMatchObject(["nursery", "window", { position: 90 }]);
    const { hold_s: holdS } = order?.[2] as { hold_s: number };
    expect(holdS).toBeGreaterThan(540);
    expect(holdS).toBeLessThanOrEqual(600);
  });

  it("measures a window that lost its ends", async () => {
    stage.replay.calibrates = "well";
    stage.replay.change("nursery", {
      window: {
        ...moving,
        moving: false,
        target: 20,
        fault: "limit_not_found",
      },
    });
    const page = await stage.visit("/");
    await button(page, "Measure again").click();
    await expect.poll(() => page.locator(".need").count()).toBe(0);
  });

  it("leads to a device whose name another claims", async () => {
    stage.replay.change("study", { contested: true });
    const page = await stage.visit("/");
    await page.getByText("Two devices claim the name study.").waitFor();
    await page.getByRole("link", { name: "Look at it" }).click();
    await page.waitForURL(/\/devices\/study$/);
    expect(await page.title()).toMatch(/^\(2\) study/);
  });
});

describe("the event stream", () => {
  it("is given back when nobody looks, and comes with news when somebody does", async () => {
    const page = await stage.visit("/");
    await page.clock.install();
    const look = (hidden: boolean) =>
      page.evaluate((value) => {
        Object.defineProperty(document, "hidden", {
          value,
          configurable: true,
        });
        document.dispatchEvent(new Event("visibilitychange"));
      }, hidden);
    expect(stage.replay.streams.size).toBe(1);
    await look(true);
    await page.clock.runFor(61_000);
    await expect.poll(() => stage.replay.streams.size).toBe(0);
    stage.replay.change("study", {
      window: { ...moving, moving: false, target: 20 },
    });
    await look(false);
    await expect.poll(() => stage.replay.streams.size).toBe(1);
    await expect.poll(() => glyphName(card(page, "study"))).toMatch(/^Window 20 % open/);
    expect(await text(page.locator(".link"))).toBe("Live");
  });

  it("that the hub refuses is said to be one page too many, not an absent hub", async () => {
    stage.expectsTroubles = true;
    stage.replay.isFull = true;
    const page = await openUnheard(`${stage.url}/`);
    const cut = page.getByRole("region", { name: "Not live" });
    await cut.getByText(/^The hub answers, but feeds as many/).waitFor();
    expect(await violations(page)).toEqual([]);
    stage.replay.isFull = false;
    await expect.poll(() => text(page.locator(".link")), { timeout: longestWaitMs }).toBe("Live");
    await expect.poll(() => cut.count()).toBe(0);
  });
});

// A page that never hears anything has no heading to wait for.
async function openUnheard(url: string) {
  const page = await stage.visit("/nowhere");
  await page.goto(url);
  return page;
}

describe("without the hub", () => {
  it("shows all as old, takes no orders, and tries again when asked", async () => {
    const page = await stage.visit("/");
    stage.expectsTroubles = true;
    await stage.replay.close();
    await expect.poll(() => text(page.locator(".link"))).toMatch(lost);
    expect(await button(card(page, "study"), "Open").isDisabled()).toBe(true);
    expect(await card(page, "study").locator(".tr b:not(.e)").count()).toBe(0);
    for (const tag of await page.locator("[data-room] .tag").allInnerTexts())
      expect(tag).toMatch(/^Last known: /);
    const study = card(page, "study");
    expect(await text(study.locator(".why"))).toMatch(
      /^Last known 10 % · heard at \d\d:\d\d\s+It cannot be moved[^]+until the hub answers\.$/,
    );
    expect(await glyphName(study)).toBe("Window last known at 10 %");
    expect(await glyphName(card(page, "living_room"))).toMatch(/^Window last known at \d+ %$/);
    expect(await text(page.locator(".sum"))).toContain("Last known: Kitchen");
    expect(await text(page.locator(".need b"))).toMatch(/^Last known: /);
    await button(page, "Retry").click(); // in vain: the hub is still away
    expect(await text(page.locator(".link"))).toMatch(lost);
  });

  it("calls no device silent because the page hears nothing", async () => {
    const page = await stage.visit("/");
    const tags = () => page.locator("[data-room] .tag").allInnerTexts();
    stage.expectsTroubles = true;
    await stage.replay.close();
    await expect.poll(() => text(page.locator(".link"))).toMatch(lost);
    const before = await tags();
    await page.clock.install({ time: Date.now() + 15 * 60_000 });
    await expect.poll(() => text(card(page, "study").locator(".age").first())).toBe("15 min ago");
    expect(await tags()).toEqual(before);
    expect(await text(page.locator("h1"))).toMatch(/^Last known: Three rooms feel good/);
  });

  it.each([
    ["/", /^Last known: Three rooms feel good/],
    ["/rooms/study", /^Study$/],
    ["/devices", /^Seven devices\.$/],
    ["/devices/study", /^study$/],
    ["/model", /^Last known: Model 1\.1\.0 decides\.$/],
    ["/system", /^Last known: Everything works\.$/],
  ])(
    "says since when on %s, claims nothing of now, and comes back by itself",
    async (path, heading) => {
      const page = await stage.visit(path);
      stage.expectsTroubles = true;
      const before = await text(page.locator("h1"));
      const port = Number(new URL(stage.url).port);
      await stage.replay.close();
      await expect.poll(() => text(page.locator(".link"))).toMatch(lost);
      expect(await text(page.locator("h1"))).toMatch(heading);
      const claims = page.getByText(/^(Speaks|Working|Everything works\.)$/);
      await expect.poll(() => claims.count()).toBe(0);
      expect(await page.title()).not.toContain("°C");
      expect(await violations(page)).toEqual([]);
      await stage.restart({ port });
      await expect.poll(() => text(page.locator(".link")), { timeout: longestWaitMs }).toBe("Live");
      await expect.poll(() => text(page.locator("h1"))).toBe(before);
    },
  );
});

const lost = /^Not live since \d\d:\d\d$/;

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
