// The system's Chromium for the benchmarks of the page; `say` prints one JSON object a line.
import { createRequire } from "node:module";

const require = createRequire(
  new URL("../../web/package.json", import.meta.url),
);
const { chromium } = require("playwright-core");

export function launch() {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-background-networking",
    ],
  });
}

export const desktop = {
  viewport: { width: 1280, height: 900 },
  locale: "en-GB",
};

export const say = (what) => console.log(JSON.stringify(what));
