// Called by scripts/screenshots: node scripts/screenshots.mjs URL FOLDER
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";

const require = createRequire(new URL("../web/package.json", import.meta.url));
const { chromium } = require("playwright-core");

const [url, folder] = process.argv.slice(2);
const sizes = {
  wide: { width: 1280, height: 900 },
  phone: { width: 390, height: 844 },
};

const devices = (await (await fetch(`${url}/api/v1/devices`)).json()).devices;
const room = devices.find((device) => device.window)?.id;
const pages = {
  home: "/",
  room: `/rooms/${room}`,
  devices: "/devices",
  device: `/devices/${room}`,
  model: "/model",
  system: "/system",
};

await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu"],
});
for (const [size, viewport] of Object.entries(sizes)) {
  for (const colorScheme of ["light", "dark"]) {
    const context = await browser.newContext({
      viewport,
      colorScheme,
      locale: "en-GB",
    });
    for (const [name, path] of Object.entries(pages)) {
      const page = await context.newPage();
      await page.goto(url + path);
      await page.waitForTimeout(2000); // charts ask for their history, windows ease to rest
      const file = `${folder}/${name}-${size}-${colorScheme}.png`;
      await page.screenshot({ path: file, fullPage: true });
      console.log(file);
      await page.close();
    }
  }
}
await browser.close();
