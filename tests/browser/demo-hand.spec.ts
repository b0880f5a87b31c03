// People move the windows of a real demo from the page: by mouse, thumb and keyboard.
import { describe, expect, it } from "vitest";
import { phone } from "./browser";
import { firstRoom, useDemo } from "./demo-stage";
import { button, card, glyphName, text } from "./stage";

const demo = useDemo();

describe("a person at the page of a demo", () => {
  it("lets a hand move a window, keeps it over a reload, and hands it back", async () => {
    let page = await demo.visit("/");
    const id = await firstRoom(page);
    await button(card(page, id), "Set…").click();
    const slider = card(page, id).getByRole("slider");
    await slider.press("End");
    for (let i = 0; i < 27; i += 1) await slider.press("ArrowLeft");
    await slider.press("Enter");
    await expect
      .poll(() => glyphName(card(page, id)), { timeout: 25_000 })
      .toBe("Window 73 % open, held by hand");
    expect(await text(card(page, id).locator(".tag"))).toBe("Held by you");
    const { window } = await demo.its.device(id);
    expect(window).toMatchObject({
      position: 73,
      cause: "person",
      moving: false,
    });
    expect((window.hold_until_ms ?? 0) - Date.now()).toBeGreaterThan(7_000_000);
    expect(demo.watched?.troubles).toEqual([]);
    await page.context().close();

    page = await demo.visit("/");
    await expect.poll(() => text(card(page, id).locator(".tag"))).toBe("Held by hand");
    await button(card(page, id), "Hand back").click();
    await expect.poll(async () => (await demo.its.device(id)).window.hold_until_ms).toBeNull();
    await expect.poll(() => card(page, id).locator(".tag.hand").count()).toBe(0);
    expect(demo.watched?.troubles).toEqual([]);
  });

  it("lets a thumb take a window over and hand it back, at phone size", async () => {
    const page = await demo.visit("/", { viewport: phone, hasTouch: true });
    const id = await firstRoom(page);
    const room = card(page, id);
    await room.locator(".more").tap();
    await button(room, "Close").tap();
    await expect
      .poll(() => glyphName(room), { timeout: 25_000 })
      .toBe("Window closed, held by hand");
    await button(room, "Hand back").tap();
    await expect.poll(async () => (await demo.its.device(id)).window.hold_until_ms).toBeNull();
    expect(demo.watched?.troubles).toEqual([]);
  });

  it("lets Tab and Enter alone take a window over and hand it back", async () => {
    const page = await demo.visit("/");
    const id = await firstRoom(page);
    const tabTo = async (name: string) => {
      for (let i = 0; i < 60; i += 1) {
        await page.keyboard.press("Tab");
        const at = await page.evaluate(() => [
          document.activeElement?.closest("[data-room]")?.getAttribute("data-room"),
          document.activeElement?.textContent,
        ]);
        if (at[0] === id && at[1] === name) return;
      }
      throw new Error(`Tab never reached ${name}`);
    };
    await tabTo("Open");
    await page.keyboard.press("Enter");
    await expect
      .poll(() => glyphName(card(page, id)), { timeout: 25_000 })
      .toBe("Window 100 % open, held by hand");
    await tabTo("Hand back");
    await page.keyboard.press("Enter");
    await expect.poll(async () => (await demo.its.device(id)).window.hold_until_ms).toBeNull();
  });

  it("pauses every real window and gives them back", async () => {
    const page = await demo.visit("/");
    const airing = page.getByRole("switch", { name: "Airing" });
    await airing.click();
    await page.getByText("All windows are paused").waitFor();
    await button(page, "Air again").click();
    await expect.poll(() => airing.getAttribute("aria-checked")).toBe("true");
    expect(demo.watched?.troubles).toEqual([]);
  });
});
