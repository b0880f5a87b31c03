// Called by bench/page_leak.cpp: node leak.mjs SECONDS
// The events of eight hours of a home with seven devices, in so many seconds, to the home page and
// to a room's chart of the last hour. The pages' clocks run as much faster as the events come. Says
// ten times what is in use once garbage was collected.
import { Replay } from "../../tests/browser/replay/server.mjs";
import { system } from "../../tests/browser/replay/home.mjs";
import { desktop, launch, say } from "./chromium.mjs";

const seconds = Number(process.argv[2]);
const hours = 8;
const readingEveryMs = 4000; // of each device
const systemEveryMs = 5000;
const parts = 10;
const tickMs = 20;

const speed = (hours * 3600) / seconds;
const realNow = Date.now;
const origin = realNow();
const fastNow = () => origin + (realNow() - origin) * speed;

const replay = new Replay();
const url = await replay.listen();
replay.timers.forEach(clearInterval); // events come from here
replay.system = () => system(fastNow(), 3600);

const browser = await launch();
async function open(path) {
  const page = await browser.newPage(desktop);
  await page.addInitScript(
    ([origin, speed]) => {
      const real = Date.now.bind(Date);
      Date.now = () => origin + (real() - origin) * speed;
    },
    [origin, speed],
  );
  await page.goto(url + path);
  await page.getByText("Live", { exact: true }).waitFor();
  return { page, cdp: await page.context().newCDPSession(page) };
}
const pages = {
  home: await open("/"),
  room: await open("/rooms/living_room?range=hour"),
};

async function measure(part, events) {
  for (const [name, { cdp }] of Object.entries(pages)) {
    await cdp.send("HeapProfiler.collectGarbage");
    const { usedSize } = await cdp.send("Runtime.getHeapUsage");
    const { nodes, jsEventListeners } = await cdp.send("Memory.getDOMCounters");
    say({
      page: name,
      part,
      events,
      heap: usedSize,
      nodes,
      listeners: jsEventListeners,
    });
  }
}

let events = 0;
function sayWhatHappened(from, to) {
  for (const device of replay.devices.values()) {
    const drift = Math.round(10 * Math.sin(to / 900_000)) / 10;
    const due =
      Math.floor(to / readingEveryMs) - Math.floor(from / readingEveryMs);
    for (let i = 0; i < due; i += 1) {
      const readings = {};
      for (const [metric, reading] of Object.entries(device.readings)) {
        const base = (reading.base ??= reading.value);
        const value = metric === "temperature" ? base + drift : base;
        const time_ms = Math.round(to) - (due - 1 - i) * readingEveryMs;
        readings[metric] = { ...reading, value, time_ms };
      }
      replay.change(device.id, {
        readings,
        online: true,
        last_seen_ms: Math.round(to),
      });
      events += 1;
    }
  }
  const due = Math.floor(to / systemEveryMs) - Math.floor(from / systemEveryMs);
  for (let i = 0; i < due; i += 1) {
    replay.send("system", replay.system());
    events += 1;
  }
}

const pause = (ms) => new Promise((done) => setTimeout(done, ms));
let said = fastNow();
for (let part = 1; part <= parts; part += 1) {
  const until = realNow() + (seconds * 1000) / parts;
  while (realNow() < until) {
    const now = fastNow();
    sayWhatHappened(said, now);
    said = now;
    await pause(tickMs);
  }
  await measure(part, events);
  said = fastNow(); // what would have come while it was measured is let go
}
await browser.close();
await replay.close();
