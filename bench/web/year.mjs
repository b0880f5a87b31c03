// Called by bench/year_drawn.cpp: node year.mjs URL ROOM FROM_MS TO_MS ROUNDS
// On the room's page: from asking for a year to the frame in which all of its charts are drawn.
import { desktop, launch, say } from "./chromium.mjs";

const [url, room, fromMs, toMs, rounds] = process.argv.slice(2);
const hourMs = 3_600_000;
const browser = await launch();
const page = await browser.newPage(desktop);
await page.goto(
  `${url}/rooms/${room}?range=hour&from=${toMs - hourMs}&to=${toMs}`,
);
await page.locator(".key", { hasText: "every reading" }).waitFor();

// Changes the address as a link within the page does, and waits until the charts are of that step.
const take = (address, step) =>
  page.evaluate(
    ([address, step]) =>
      new Promise((done) => {
        const began = performance.now();
        const look = () => {
          if (document.querySelector(".key")?.textContent.includes(step)) {
            requestAnimationFrame(() => done(performance.now() - began));
          } else {
            requestAnimationFrame(look);
          }
        };
        history.pushState(null, "", address);
        dispatchEvent(new PopStateEvent("popstate"));
        requestAnimationFrame(look);
      }),
    [address, step],
  );

for (let round = 0; round < Number(rounds); round += 1) {
  const address = `/rooms/${room}?range=year&from=${fromMs}&to=${toMs}`;
  const ms = await take(address, "daily means");
  const charts = await page.locator(".st canvas").count();
  say({ ms, charts });
  await take(
    `/rooms/${room}?range=hour&from=${toMs - hourMs}&to=${toMs}`,
    "every reading",
  );
}
await browser.close();
