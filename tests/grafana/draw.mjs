// Opens each dashboard of a running Grafana in Chromium, and says what went wrong in it:
//   node tests/grafana/draw.mjs URL FOLDER
// A picture of each goes to FOLDER. Ends with 1 where a query or a panel failed or a panel is
// missing, with 3 where Grafana has no ClickHouse plugin.
import { mkdir, readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const root = new URL("../../", import.meta.url);
const require = createRequire(new URL("web/package.json", root));
const { chromium } = require("playwright-core");

const [url, folder] = process.argv.slice(2);
const pluginWithinMs = Number(process.env.LUFT_TEST_PLUGIN_WITHIN_MS ?? 120_000);
const drawnWithinMs = 30_000;
const tall = { width: 1600, height: 5000 }; // panels out of sight are not drawn

async function answers(path, withinMs) {
  for (const end = Date.now() + withinMs; Date.now() < end; ) {
    const answer = await fetch(url + path).catch(() => null);
    if (answer?.ok) return true;
    await new Promise((done) => setTimeout(done, 500));
  }
  return false;
}

const titlesIn = (panels) =>
  panels.flatMap((panel) =>
    panel.type === "row" ? titlesIn(panel.panels ?? []) : [panel.title],
  );

// What a dashboard's queries and panels complain of, after all of them were drawn.
async function problemsOf(page, { uid, panels }) {
  const problems = [];
  page.on("response", async (response) => {
    if (!response.url().includes("/api/ds/query")) return;
    const { results = {}, message } = await response.json().catch(() => ({}));
    if (!response.ok()) problems.push(`a query answers ${response.status()}: ${message}`);
    for (const [name, { error }] of Object.entries(results))
      if (error) problems.push(`query ${name}: ${error}`);
  });
  await page.goto(`${url}/d/${uid}?kiosk&from=now-1h&to=now`);
  for (const title of titlesIn(panels))
    await page
      .getByText(title, { exact: true })
      .first()
      .waitFor({ timeout: drawnWithinMs })
      .catch(() => problems.push(`no panel is called ${title}`));
  await page
    .waitForLoadState("networkidle", { timeout: drawnWithinMs })
    .catch(() => problems.push("its queries do not end"));
  const marks = page.locator('[data-testid="data-testid Panel status error"]');
  if (await marks.count()) problems.push(`${await marks.count()} panels are marked with an error`);
  await page.screenshot({ path: `${folder}/${uid}.png` });
  return problems;
}

const plugin = "/api/plugins/grafana-clickhouse-datasource/settings";
if (!(await answers("/api/health", pluginWithinMs))) throw new Error(`${url} does not answer`);
if (!(await answers(plugin, pluginWithinMs))) {
  console.error("grafana-clickhouse-datasource is not there");
  process.exit(3);
}
await mkdir(folder, { recursive: true });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu"],
});
const dashboards = new URL("grafana/dashboards/", root);
for (const file of (await readdir(dashboards)).sort()) {
  const dashboard = JSON.parse(await readFile(new URL(file, dashboards), "utf8"));
  const page = await browser.newPage({ viewport: tall });
  const problems = await problemsOf(page, dashboard);
  console.log(`${dashboard.uid}: ${problems.length ? problems.join("; ") : "drawn"}`);
  if (problems.length) process.exitCode = 1;
  await page.close();
}
await browser.close();
