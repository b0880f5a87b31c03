// What the page says when services of a real demo are killed and a device falls silent.
import { describe, expect, it } from "vitest";
import { useDemo } from "./demo-stage";
import { card, text } from "./stage";

const demo = useDemo();

// A demo that runs already, at LUFT_URL, is not these tests' to kill.
describe.skipIf(process.env["LUFT_URL"])("the page of a demo in trouble", () => {
  it.each([
    ["ml", "ml"],
    ["clickhouse", "database"],
  ] as const)(
    "says when %s dies, with what still works, and is silent once it is back",
    async (service, part) => {
      const page = await demo.visit("/");
      const said: string[] = [];
      await page.exposeFunction("say", (line: string) => said.push(line));
      await page.evaluate(() => {
        const say = (window as unknown as { say(line: string): void }).say;
        new MutationObserver(() => {
          for (const each of document.querySelectorAll("[data-trouble]"))
            say(`${each.getAttribute("data-trouble")}: ${each.textContent}`);
        }).observe(document.body, { subtree: true, childList: true });
      });
      // Again and again: what is back within a second is not missed.
      await expect
        .poll(
          async () => {
            await demo.its.kill(service).catch(() => undefined); // dead already
            return said.join("\n");
          },
          { timeout: 30_000, interval: 1_000 },
        )
        .toMatch(new RegExp(`^${part}: The \\w+ has been away since \\S+: `, "m"));
      await expect
        .poll(() => page.locator("[data-trouble]").count(), {
          timeout: 60_000,
        })
        .toBe(0);
      expect(await text(page.locator(".link"))).toBe("Live");
    },
  );

  it("says when the hub dies, and is live again by itself when it is back", async () => {
    const page = await demo.visit("/");
    const said: string[] = [];
    await page.exposeFunction("say", (line: string) => said.push(line));
    await page.evaluate(() => {
      const say = (window as unknown as { say(line: string): void }).say;
      const said = (what: string) => document.querySelector(what)?.textContent;
      const on = () => document.querySelector(".act button:not(:disabled)");
      const line = () => [said(".link"), said(".tag"), said(".why"), on() ? "on" : "off"].join();
      // The hub is back within seconds: what is shown meanwhile is caught as it is drawn.
      const watched = { subtree: true, childList: true, characterData: true };
      new MutationObserver(() => say(line())).observe(document.body, watched);
    });
    await demo.its.kill("hub");
    await expect.poll(() => said.join("\n"), { timeout: 20_000 }).toMatch(offLine);
    await expect.poll(() => text(page.locator(".link")), { timeout: 40_000 }).toBe("Live");
    expect(await page.locator("[data-room]").count()).toBe(3);
  });

  it("marks a device that fell silent, and keeps its last value", async () => {
    const page = await demo.visit("/");
    await demo.its.publish("sensor/attic/temperature", "17.5");
    const attic = card(page, "attic");
    await expect.poll(() => text(attic.locator(".t .v"))).toBe("17.5");
    await demo.its.publish("device/attic/status", "offline");
    await expect.poll(() => text(attic.locator(".tag"))).toMatch(/^Silent for \d+ s$/);
    expect(await attic.getAttribute("class")).toContain("old");
    expect(await text(attic.locator(".t .v"))).toBe("17.5");
    expect(demo.watched?.troubles).toEqual([]);
  });
});

// Nothing is claimed of now, and no order is taken.
const offLine =
  /Not live since \d\d:\d\d,Last known: .+,Last known \d+.% · heard at .+ the hub answers\.,off/;
