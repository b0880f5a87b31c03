// A person takes a window over: what is shown follows what the device reports.
import { violations } from "./browser";
import { button, card, glyphName, text, useStage } from "./stage";
import { describe, expect, it } from "vitest";

const stage = useStage();

describe("taking over", () => {
  it("shows a move as the device reports it, and can be undone", async () => {
    const page = await stage.visit("/");
    const study = card(page, "study");
    await button(study, "Open").click();
    await expect.poll(() => text(study.locator(".why"))).toMatch(/Opening to 100 % · by you/);
    await expect.poll(() => glyphName(study)).toBe("Window 100 % open, held by hand");
    expect(await text(study.locator(".tag"))).toBe("Held by you");
    expect(await text(page.locator(".toast"))).toContain("Study held at 100 % until");
    await button(page.locator(".toast"), "Undo").click();
    await expect.poll(() => glyphName(study)).toMatch(/^Window 10 % open/);
    expect(await text(study.locator(".tag"))).toBe("Comfortable");
  });

  it("gives an earlier hold back with its place when undone", async () => {
    const page = await stage.visit("/");
    const bedroom = card(page, "bedroom");
    await button(bedroom, "Set…").click();
    await bedroom.getByRole("slider").press("End");
    await bedroom.getByRole("slider").press("Enter");
    await expect.poll(() => glyphName(bedroom)).toBe("Window 100 % open, held by hand");
    await button(bedroom, "Undo").click();
    await expect.poll(() => glyphName(bedroom)).toBe("Window 60 % open, held by hand");
  });

  it("previews while dragging and sends when let go", async () => {
    const page = await stage.visit("/");
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
    await expect.poll(() => glyphName(study)).toMatch(/^Window (49|50|51) % open, held by hand/);
  });

  it("hands back", async () => {
    const page = await stage.visit("/");
    const bedroom = card(page, "bedroom");
    await button(bedroom, "Hand back").click();
    await expect.poll(() => text(bedroom.locator(".tag"))).toBe("Comfortable");
    await expect.poll(() => glyphName(bedroom)).toMatch(/^Window closed/);
  });

  it("says when no answer comes, and does not look done", async () => {
    stage.replay.behaviour = "mute";
    const page = await stage.visit("/");
    const study = card(page, "study");
    await button(study, "Close").click();
    expect(await text(study.locator(".wish"))).toMatch(/^Asked to close · /);
    await expect
      .poll(() => text(study.locator(".wish")), { timeout: 8000 })
      .toBe("Asked to close · No answer yet");
    expect(await glyphName(study)).toMatch(/^Window 10 % open/);
  });

  it("is not refused when its device refuses a decision of Luft's meanwhile", async () => {
    stage.replay.behaviour = "mute";
    const page = await stage.visit("/");
    const study = card(page, "study");
    await button(study, "Open").click();
    await expect
      .poll(() => text(study.locator(".wish")))
      .toBe("Asked for 100 % · the hub passed it on, waiting for the device");
    stage.replay.says("study", "refused", "older than the last", "study-7");
    await expect
      .poll(() => text(study.locator(".wish")), { timeout: 8000 })
      .toBe("Asked for 100 % · No answer yet");
    stage.replay.says("study", "refused", "the window is locked");
    await expect.poll(() => text(study.locator(".wish"))).toBe("Not done: the window is locked");
  });

  it("gives the reason of a refusal", async () => {
    stage.replay.behaviour = "refuses";
    stage.expectsTroubles = true;
    const page = await stage.visit("/");
    const study = card(page, "study");
    await button(study, "Open").click();
    await expect
      .poll(() => text(study.locator(".wish")))
      .toBe("Not done: The device does not take orders while it rains");
  });

  it.each(["/", "/rooms/study"])(
    "gives the reason of the device itself on %s, until it is dismissed",
    async (path) => {
      stage.replay.behaviour = "locked";
      const page = await stage.visit(path);
      const study = path === "/" ? card(page, "study") : page.locator(".big");
      await button(study, "Open").click();
      await expect.poll(() => text(study.locator(".wish"))).toBe("Not done: the window is locked");
      expect(await violations(page)).toEqual([]);
      await button(study, "Dismiss").click();
      await expect.poll(() => study.locator(".wish").count()).toBe(0);
    },
  );

  it("ends without an answer after a minute", async () => {
    stage.replay.behaviour = "mute";
    const page = await stage.visit("/");
    const study = card(page, "study");
    await button(study, "Close").click();
    stage.replay.runAhead(62_000);
    await expect
      .poll(() => text(study.locator(".asked")))
      .toMatch(/^Asked to close · No answer\s+Dismiss$/);
    await button(study, "Dismiss").click();
    await expect.poll(() => study.locator(".wish").count()).toBe(0);
  });

  it("does not call a later hold by others your own", async () => {
    const page = await stage.visit("/");
    const study = card(page, "study");
    await button(study, "Open").click();
    await expect.poll(() => glyphName(study)).toBe("Window 100 % open, held by hand");
    expect(await text(study.locator(".tag"))).toBe("Held by you");
    const url = `${stage.url}/api/v1/devices/study/window`;
    await page.request.post(url, { data: { position: 20, hold_s: 3600 } });
    await expect.poll(() => text(study.locator(".tag"))).toBe("Held by hand");
  });

  it("is reached, sent and handed back with Tab and Enter alone", async () => {
    const page = await stage.visit("/");
    const study = card(page, "study");
    const tabTo = async (name: string) => {
      for (let i = 0; i < 80; i += 1) {
        await page.keyboard.press("Tab");
        const focused = page.locator(":focus");
        if ((await focused.count()) === 0) continue;
        const inRoom = await focused.evaluate((it) =>
          it.closest("[data-room]")?.getAttribute("data-room"),
        );
        if (inRoom === "study" && (await focused.innerText()) === name) return;
      }
      throw new Error(`Tab never reached ${name}`);
    };
    await tabTo("Open");
    await page.keyboard.press("Enter");
    await expect.poll(() => glyphName(study)).toBe("Window 100 % open, held by hand");
    await tabTo("Hand back");
    await page.keyboard.press("Enter");
    await expect.poll(() => glyphName(study)).toMatch(/^Window 10 % open/);
  });

  it("works with keys alone", async () => {
    const page = await stage.visit("/");
    const study = card(page, "study");
    await button(study, "Set…").focus();
    await page.keyboard.press("Enter");
    const slider = study.getByRole("slider");
    await expect.poll(() => slider.evaluate((it) => it === document.activeElement)).toBe(true);
    await page.keyboard.press("PageUp");
    await page.keyboard.press("ArrowRight");
    expect(await glyphName(study)).toMatch(/^Window 10 % open/);
    await page.keyboard.press("Enter");
    await expect.poll(() => glyphName(study)).toMatch(/^Window 21 % open, held by hand/);
  });
});
