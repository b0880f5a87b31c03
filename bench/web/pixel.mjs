// Called by bench/reading_to_pixel.cpp: node pixel.mjs URL ROOMS
// Shows the home page and says when each temperature was seen: after the frame that drew it.
import { desktop, launch, say } from "./chromium.mjs";

const [url, rooms] = process.argv.slice(2);
const browser = await launch();
const page = await browser.newPage(desktop);
await page.exposeFunction("report", (seen) => seen.forEach(say));
await page.goto(url);
await page
  .locator("[data-room] .t .v")
  .nth(Number(rooms) - 1)
  .waitFor();

await page.evaluate(() => {
  let seen = [];
  const channel = new MessageChannel();
  let drawing = [];
  // A message that is posted in a frame's callback comes once that frame was drawn.
  channel.port1.onmessage = () => {
    const at_ms = performance.timeOrigin + performance.now();
    seen.push(...drawing.map(({ room, text }) => ({ room, text, at_ms })));
    drawing = [];
  };
  let waiting = new Map();
  new MutationObserver((changes) => {
    if (waiting.size === 0) {
      requestAnimationFrame(() => {
        drawing.push(...[...waiting].map(([room, text]) => ({ room, text })));
        waiting = new Map();
        channel.port2.postMessage(null);
      });
    }
    for (const { target } of changes) {
      const value = (target.parentElement ?? target).closest?.(".t .v");
      const room = value?.closest("[data-room]");
      if (room) waiting.set(room.dataset.room, value.textContent);
    }
    // Whatever else changed needs no frame of its own.
  }).observe(document.querySelector("main"), {
    subtree: true,
    characterData: true,
  });
  setInterval(() => {
    if (seen.length) report(seen);
    seen = [];
  }, 500);
});
say({ ready: true });
