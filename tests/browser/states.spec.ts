// States of the page that real services do not show on demand, against the replay.
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
} from "vitest";
import type { Browser, Locator, Page } from "playwright-core";
import {
  launch,
  narrow,
  open,
  overflow,
  phone,
  violations,
  type Watched,
} from "./browser";
import { Replay } from "./replay/server.mjs";

let browser: Browser;
let replay: Replay;
let url: string;
let watched: Watched | null = null;

beforeAll(async () => {
  browser = await launch();
});
afterAll(() => browser.close());
beforeEach(async () => {
  replay = new Replay();
  url = await replay.listen();
});
afterEach(async () => {
  await watched?.page.context().close();
  watched = null;
  await replay.close();
});

async function visit(path: string, options = {}): Promise<Page> {
  watched = await open(browser, url + path, { locale: "en-GB", ...options });
  await watched.page.locator("h1").waitFor();
  return watched.page;
}

const card = (page: Page, room: string) => page.locator(`[data-room=${room}]`);
const button = (scope: Page | Locator, name: string) =>
  scope.getByRole("button", { name, exact: true });
const text = async (locator: Locator) =>
  (await locator.innerText()).replace(/[\u00a0\u202f]/g, " ");
const glyphName = async (room: Locator) =>
  ((await room.getByRole("img").getAttribute("aria-label")) ?? "").replace(
    /\u00a0/g,
    " ",
  );

describe("home", () => {
  it("says the house's state first, then what needs a person, then each room's word", async () => {
    const page = await visit("/");
    expect(await text(page.locator("h1"))).toBe(
      "Three rooms feel good, two are being aired.",
    );
    expect(await text(page.locator(".need"))).toContain(
      "Nursery: the window is stuck at 35 %.",
    );
    const words = await page.locator(".tag").allInnerTexts();
    expect(words.map((word) => word.replace(/\u00a0/g, " "))).toEqual([
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
    const page = await visit("/");
    const value = card(page, "study").locator(".t .v");
    replay.change("study", {
      readings: {
        temperature: { value: 24.9, unit: "°C", time_ms: Date.now() },
      },
    });
    await expect.poll(() => value.innerText()).toBe("24.9");
  });

  it("marks the value of a silent room as old and offers nothing that cannot arrive", async () => {
    const page = await visit("/");
    const kitchen = card(page, "kitchen");
    expect(await glyphName(kitchen)).toBe("Window last known at 20 %");
    expect(await text(kitchen.locator(".tt .age"))).toMatch(/^1\d min ago$/);
    expect(await kitchen.locator(".act").count()).toBe(0);
  });

  it("leads a newcomer from nothing to a first device", async () => {
    await replay.close();
    replay = new Replay({ scene: "empty" });
    url = await replay.listen();
    const page = await visit("/");
    expect(await text(page.locator("main"))).toContain("./luft demo");
    expect(await violations(page)).toEqual([]);
  });
});

describe("taking over", () => {
  it("shows a move as the device reports it, and can be undone", async () => {
    const page = await visit("/");
    const study = card(page, "study");
    await button(study, "Open").click();
    await expect
      .poll(() => text(study.locator(".why")))
      .toMatch(/Opening to 100 % · by you/);
    await expect
      .poll(() => glyphName(study))
      .toBe("Window 100 % open, held by hand");
    expect(await text(study.locator(".tag"))).toBe("Held by you");
    expect(await text(page.locator(".toast"))).toContain(
      "Study held at 100 % until",
    );
    await button(page.locator(".toast"), "Undo").click();
    await expect.poll(() => glyphName(study)).toMatch(/^Window 10 % open/);
    expect(await text(study.locator(".tag"))).toBe("Comfortable");
  });

  it("gives an earlier hold back with its place when undone", async () => {
    const page = await visit("/");
    const bedroom = card(page, "bedroom");
    await button(bedroom, "Set…").click();
    await bedroom.getByRole("slider").press("End");
    await bedroom.getByRole("slider").press("Enter");
    await expect
      .poll(() => glyphName(bedroom))
      .toBe("Window 100 % open, held by hand");
    await button(bedroom, "Undo").click();
    await expect
      .poll(() => glyphName(bedroom))
      .toBe("Window 60 % open, held by hand");
  });

  it("previews while dragging and sends when let go", async () => {
    const page = await visit("/");
    const study = card(page, "study");
    await button(study, "Set…").click();
    const slider = study.getByRole("slider");
    const box = await slider.boundingBox();
    if (!box) throw new Error("the slider is not drawn");
    const middle = box.y + box.height / 2;
    await page.mouse.move(box.x + box.width * 0.13, middle);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, middle, { steps: 4 });
    await expect.poll(() => study.locator(".pv").count()).toBe(1);
    expect(await glyphName(study)).toMatch(/^Window 10 % open/); // nothing was sent yet
    await page.mouse.up();
    await expect
      .poll(() => glyphName(study))
      .toMatch(/^Window (49|50|51) % open, held by hand/);
  });

  it("hands back", async () => {
    const page = await visit("/");
    const bedroom = card(page, "bedroom");
    await button(bedroom, "Hand back").click();
    await expect.poll(() => text(bedroom.locator(".tag"))).toBe("Comfortable");
    await expect.poll(() => glyphName(bedroom)).toMatch(/^Window closed/);
  });

  it("says when no answer comes, and does not look done", async () => {
    replay.behaviour = "mute";
    const page = await visit("/");
    const study = card(page, "study");
    await button(study, "Close").click();
    expect(await text(study.locator(".wish"))).toMatch(/^Asked to close · /);
    await expect
      .poll(() => text(study.locator(".wish")), { timeout: 8000 })
      .toBe("Asked to close · No answer yet");
    expect(await glyphName(study)).toMatch(/^Window 10 % open/);
  });

  it("gives the reason of a refusal", async () => {
    replay.behaviour = "refuses";
    const page = await visit("/");
    const study = card(page, "study");
    await button(study, "Open").click();
    await expect
      .poll(() => text(study.locator(".wish")))
      .toBe("Not done: The device does not take orders while it rains");
    watched?.troubles.splice(0); // Chromium logs the refused request
  });

  it("works with keys alone", async () => {
    const page = await visit("/");
    const study = card(page, "study");
    await button(study, "Set…").focus();
    await page.keyboard.press("Enter");
    await page.keyboard.press("PageUp");
    await page.keyboard.press("ArrowRight");
    expect(await glyphName(study)).toMatch(/^Window 10 % open/);
    await page.keyboard.press("Enter");
    await expect
      .poll(() => glyphName(study))
      .toMatch(/^Window 21 % open, held by hand/);
  });
});

describe("without the hub", () => {
  it("says since when, shows all as old, takes no orders, and comes back by itself", async () => {
    const page = await visit("/");
    const port = Number(new URL(url).port);
    await replay.close();
    await expect
      .poll(() => text(page.locator(".link")))
      .toMatch(/^Not live since \d\d:\d\d$/);
    expect(await button(card(page, "study"), "Open").isDisabled()).toBe(true);
    expect(await card(page, "study").locator(".tr b:not(.e)").count()).toBe(0);
    expect(await violations(page)).toEqual([]);
    replay = new Replay();
    await replay.listen(port);
    await button(page, "Retry").click();
    await expect.poll(() => text(page.locator(".link"))).toBe("Live");
    watched?.troubles.splice(0); // Chromium logs the failed connections
  });
});

describe("a room", () => {
  it("draws a strip for each metric and one for the choice, and remembers the range", async () => {
    const page = await visit("/");
    await page.getByRole("link", { name: "Living room" }).click();
    await page.locator(".st canvas").nth(4).waitFor();
    const captions = await page.locator(".st h3").allInnerTexts();
    expect(captions).toEqual([
      "Temperature",
      "Humidity",
      "Air",
      "Sound",
      "Luft’s choice",
    ]);
    expect(await page.title()).toMatch(/^\(1\) Living room 2\d\.\d.°C · Luft$/);
    await page.getByRole("link", { name: "Hour" }).click();
    expect(page.url()).toMatch(/\/rooms\/living_room\?range=hour$/);
    await page.getByText("every reading").waitFor();
    await page.goBack();
    await page.getByText("10-minute means").waitFor();
  });

  it("names each chart and says in words what it shows", async () => {
    const page = await visit("/rooms/living_room");
    const chart = page.getByRole("img", {
      name: /^Temperature in Living room: from .* to /,
    });
    await chart.waitFor();
    expect(await chart.getAttribute("aria-label")).toMatch(
      /lowest 2\d\.\d.°C, highest 2\d\.\d/,
    );
  });

  it("leads from a mark to its decision", async () => {
    const page = await visit("/rooms/living_room");
    const mark = page.locator(".mk button").last();
    await mark.press("Enter");
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe(
      "TR",
    );
  });

  it("zooms all strips together, and back", async () => {
    const page = await visit("/rooms/living_room");
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
    await expect.poll(marks).toBe(before);
  });

  it("moves the window by its sill", async () => {
    const page = await visit("/rooms/study");
    await page.getByRole("slider").press("End");
    await page.getByRole("slider").press("Enter");
    await expect
      .poll(() => glyphName(page.locator(".big")))
      .toMatch(/^Window 100 % open, held/);
    await button(page, "Hand back").click();
    await expect
      .poll(() => glyphName(page.locator(".big")))
      .toMatch(/^Window 10 % open/);
  });

  it("that does not exist says so", async () => {
    const page = await visit("/rooms/attic");
    expect(await text(page.locator("h1"))).toBe("No room of this name");
  });
});

describe("every page", () => {
  const pages = [
    "/",
    "/rooms/living_room",
    "/rooms/kitchen",
    "/system",
    "/nowhere",
  ];

  it.each(pages)(
    "%s has no accessibility violation in light and dark, wide and narrow",
    async (path) => {
      for (const colorScheme of ["light", "dark"] as const) {
        for (const viewport of [undefined, phone]) {
          const page = await visit(path, {
            colorScheme,
            ...(viewport ? { viewport } : {}),
          });
          if (path === "/rooms/living_room")
            await page.locator(".mk button").first().waitFor();
          expect(await violations(page)).toEqual([]);
          expect(watched?.troubles).toEqual([]);
          await page.context().close();
        }
      }
    },
  );

  it.each(pages)(
    "%s needs no sideways scrolling at 320 pixels",
    async (path) => {
      const page = await visit(path, { viewport: narrow });
      expect(await overflow(page)).toBe(0);
    },
  );

  it("has targets of at least 44 pixels on a phone", async () => {
    const page = await visit("/", { viewport: phone });
    await button(page, "Study: more").click();
    await button(card(page, "study"), "Set…").click();
    const small = await page.getByRole("button").evaluateAll((buttons) =>
      buttons.flatMap((each) => {
        const { width, height } = each.getBoundingClientRect();
        return width < 44 || height < 44
          ? [`${each.textContent} ${width} × ${height}`]
          : [];
      }),
    );
    expect(small).toEqual([]);
  });

  it("keeps still when motion is not wanted", async () => {
    const page = await visit("/", { reducedMotion: "reduce" });
    replay.change("study", { window: { ...moving } });
    await expect
      .poll(() => glyphName(card(page, "study")))
      .toMatch(/moving to 90 %/);
    const running = await page.evaluate(() => document.getAnimations().length);
    expect(running).toBe(0);
  });

  it("opens one row at a time on a phone", async () => {
    const page = await visit("/", { viewport: phone });
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
