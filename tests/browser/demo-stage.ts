// A real demo and a browser for all tests of a file.
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect } from "vitest";
import { launch, open, type Watched } from "./browser";
import { Demo } from "./demo";
import { text } from "./stage";

export interface DemoStage {
  its: Demo;
  watched: Watched | null;
  visit(path: string, options?: BrowserContextOptions): Promise<Page>;
}

export function useDemo(): DemoStage {
  let browser: Browser;
  const stage = {
    watched: null,
    async visit(path, options = {}) {
      stage.watched = await open(browser, stage.its.url + path, {
        locale: "en-GB",
        ...options,
      });
      const { page } = stage.watched;
      await expect.poll(() => text(page.locator(".link"))).toBe("Live");
      return page;
    },
  } as DemoStage;

  beforeAll(async () => {
    [stage.its, browser] = await Promise.all([Demo.start(), launch()]);
  });
  afterAll(async () => {
    await browser?.close();
    await stage.its?.stop();
  });
  afterEach(async () => {
    await stage.watched?.page.context().close();
    stage.watched = null;
  });
  return stage;
}

export async function firstRoom(page: Page): Promise<string> {
  return (await page.locator("[data-room]").first().getAttribute("data-room")) ?? "";
}
