// Called by bench/page_interactive.cpp: node interactive.mjs URL ROUNDS
// From the beginning of the navigation, with nothing in the cache, to the first frame in which the
// rooms stand there live and their buttons can be pressed.
import { desktop, launch, say } from "./chromium.mjs";

const [url, rounds] = process.argv.slice(2);
const browser = await launch();
for (let round = 0; round < Number(rounds); round += 1) {
  const context = await browser.newContext(desktop);
  const page = await context.newPage();
  await page.addInitScript(() => {
    const look = () => {
      if (document.querySelector("[data-room] .act button:enabled")) {
        requestAnimationFrame(
          () => (globalThis.interactiveMs = performance.now()),
        );
      } else {
        requestAnimationFrame(look);
      }
    };
    requestAnimationFrame(look);
  });
  await page.goto(url);
  await page.waitForFunction(() => globalThis.interactiveMs);
  say({ ms: await page.evaluate(() => globalThis.interactiveMs) });
  await context.close();
}
await browser.close();
