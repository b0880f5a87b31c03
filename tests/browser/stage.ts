// A replay and a browser for each test, and how tests read the page.
import type { Browser, BrowserContextOptions, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import { launch, open, type Watched } from "./browser";
import { Replay } from "./replay/server.mjs";

export interface Stage {
  replay: Replay;
  url: string;
  watched: Watched | null;
  expectsTroubles: boolean; // Chromium logs refused requests as errors
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
  restart(options: { scene?: "home" | "empty"; port?: number }): Promise<void>;
}

export function useStage(): Stage {
  let browser: Browser;
  const stage = {
    watched: null,
    expectsTroubles: false,
    async visit(path, options = {}) {
      stage.watched = await open(browser, stage.url + path, {
        locale: "en-GB",
        ...options,
      });
      await stage.watched.page.locator("h1:not(.sr)").waitFor();
      return stage.watched.page;
    },
    async restart({ scene = "home", port = 0 }) {
      stage.replay = new Replay({ scene });
      stage.url = await stage.replay.listen(port);
    },
  } as Stage;

  beforeAll(async () => {
    browser = await launch();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    stage.expectsTroubles = false;
    await stage.restart({});
  });
  afterEach(async () => {
    const troubles = stage.watched?.troubles ?? [];
    await stage.watched?.page.context().close();
    stage.watched = null;
    await stage.replay.close();
    if (!stage.expectsTroubles) expect(troubles).toEqual([]);
  });
  return stage;
}

export const card = (page: Page, room: string) => page.locator(`[data-room="${room}"]`);

export const button = (scope: Page | Locator, name: string) =>
  scope.getByRole("button", { name, exact: true });

// Texts with plain spaces: numbers and units are joined by ones that do not break.
export const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

export const text = async (locator: Locator) => plain(await locator.innerText());

export const glyphName = async (scope: Locator) =>
  plain((await scope.locator("svg.w").getAttribute("aria-label")) ?? "");
