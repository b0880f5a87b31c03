// A person with a phone sets a device up: the firmware's own page, served by luft-setup-page in
// made-up air, with a broker that is real.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { launch, open, overflow, phone, violations } from "./browser";

const root = fileURLToPath(new URL("../..", import.meta.url));
const program = join(root, "build/release/bin/luft-setup-page");
const password = "k7m2q9xw4r3h";

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

let browser: Browser;
let broker: ChildProcess;
let brokerPort: number;
let state: string;
let device: ChildProcess | null = null;
let troubles: string[] = [];

async function startDevice(): Promise<string> {
  device = spawn(program, ["--state", state], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const line = await new Promise<string>((ready, fail) => {
    device?.once("exit", () => fail(new Error("luft-setup-page ended")));
    device?.stdout?.once("data", (text) => ready(String(text)));
  });
  return /ready (\S+)/.exec(line)?.[1] ?? "";
}

async function visit(): Promise<Page> {
  const watched = await open(browser, await startDevice(), {
    viewport: phone,
    locale: "en-GB",
  });
  troubles = watched.troubles;
  return watched.page;
}

async function logIn(page: Page): Promise<void> {
  await page.getByLabel("Password of this device").fill(password);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect.poll(() => lookAgain(page)).toBe(true);
}

// The list comes with the next look once the radio has looked around.
async function lookAgain(page: Page): Promise<boolean> {
  if (await page.getByLabel(/^Home/).isVisible()) return true;
  await page.reload();
  return false;
}

async function fill(page: Page, network: RegExp, secret: string) {
  await page.getByLabel(network).check();
  await page.getByLabel(/^Password of the network/).fill(secret);
  await page.getByLabel(/^Name of this device/).fill("kitchen");
  await page.getByLabel("Address of the broker").fill("127.0.0.1");
  await page.getByLabel("Port").fill(String(brokerPort));
  await page.getByLabel("Encryption").selectOption("plain");
}

const submit = (page: Page) => page.getByRole("button", { name: "Try it and keep it" }).click();

const isKept = () =>
  stat(join(state, "setup")).then(
    () => true,
    () => false,
  );

beforeAll(async () => {
  browser = await launch();
  brokerPort = await freePort();
  broker = spawn("mosquitto", ["-p", String(brokerPort)], {
    env: { ...process.env, PATH: `${process.env["PATH"]}:/usr/sbin` },
    stdio: "ignore",
  });
  state = await mkdtemp(join(tmpdir(), "luft-setup-"));
});

afterAll(async () => {
  broker.kill();
  await browser.close();
  await rm(state, { recursive: true, force: true });
});

afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
  device?.kill();
  device = null;
  await rm(join(state, "setup"), { force: true });
  expect(troubles).toEqual([]);
});

describe("the setup page", () => {
  it("sets a device up from a phone, and keeps what worked", async () => {
    const page = await visit();
    await logIn(page);
    await fill(page, /^Home/, "correct horse");
    await page.getByLabel("Temperature and humidity").selectOption("dht22");
    await submit(page);
    await page.getByText("starts again as kitchen").waitFor({ timeout: 60_000 });
    const kept = await readFile(join(state, "setup"), "utf8");
    expect(kept).toContain("id=kitchen&network=Home&");
    expect(kept).toContain("climate=dht22");
  });

  it("can be read and used on a small screen", async () => {
    const page = await visit();
    expect(await violations(page)).toEqual([]);
    await logIn(page);
    expect(await overflow(page)).toBe(0);
    expect(await violations(page)).toEqual([]);
    const small = await page
      .locator("button, select, input:not([type=radio])")
      .evaluateAll((all) => all.filter((one) => one.getBoundingClientRect().height < 44).length);
    expect(small).toBe(0);
  });

  it("takes what a person measured, and keeps it as it was written", async () => {
    const page = await visit();
    await logIn(page);
    await fill(page, /^Home/, "correct horse");
    await page.getByLabel(/^Window/).selectOption("stepper");
    await page.getByLabel("Stepper: half-steps").fill("4096");
    await page.getByLabel("Open at most").fill("80");
    await page.getByLabel(/^Microphone: correction/).fill("-1.5");
    await page.getByLabel(/^Time zone/).selectOption("New York");
    await page.getByLabel(/^Measured points/).fill("60:30 5:70");
    await submit(page);
    await page.getByText("The measured points are at most six rising pairs").waitFor();
    expect(await page.getByLabel("Open at most").inputValue()).toBe("80");
    await page.getByLabel(/^Measured points/).fill("5:30 60:70");
    await page.getByLabel(/^Another one, as POSIX TZ/).fill("Europe/Berlin");
    await submit(page);
    await page.getByText("The time zone is a POSIX TZ text").waitFor();
    await page.getByLabel(/^Another one, as POSIX TZ/).fill("<+03>-3");
    await page.getByLabel(/^Password of the network/).fill("correct horse");
    await submit(page);
    await page.getByText("starts again as kitchen").waitFor({ timeout: 60_000 });
    const kept = new URLSearchParams(await readFile(join(state, "setup"), "utf8"));
    expect(kept.get("travel_half_steps")).toBe("4096");
    expect(kept.get("most_open_pct")).toBe("80");
    expect(kept.get("sound_offset_db")).toBe("-1.5");
    expect(kept.get("travel")).toBe("5:30 60:70");
    expect(kept.get("time_zone")).toBe("<+03>-3");
  });

  it("asks for the device's password before anything else", async () => {
    const page = await visit();
    await page.getByLabel("Password of this device").fill("guess");
    await page.getByRole("button", { name: "Go on" }).click();
    await page.getByText("That is not its password.").waitFor();
    expect(await page.getByText("Home").count()).toBe(0);
    await page.goto(new URL("/progress", page.url()).href);
    await page.getByLabel("Password of this device").waitFor();
  });

  it("says that the network's password is wrong, and keeps nothing", async () => {
    const page = await visit();
    await logIn(page);
    await fill(page, /^Home/, "wrong horse");
    await submit(page);
    await page.getByText("does not accept that password").waitFor();
    expect(await isKept()).toBe(false);
    await page.getByRole("link", { name: "Back to the form" }).click();
    expect(await page.getByLabel("Address of the broker").inputValue()).toBe("127.0.0.1");
    expect(await page.getByLabel(/^Password of the network/).inputValue()).toBe("");
  });

  it("warns of a weak signal and refuses one that is too weak", async () => {
    const page = await visit();
    await logIn(page);
    await page.getByText("weak, -84 dBm").waitFor();
    await fill(page, /^Far away/, "correct horse");
    await submit(page);
    await page.getByText("heard too weakly to join it").waitFor();
    await page.getByRole("link", { name: "Back to the form" }).click();
    await fill(page, /^Cellar/, "correct horse");
    await submit(page);
    await page.getByText("hears your network weakly (-84 dBm)").waitFor();
  });

  it("says that no broker answers at a wrong address", async () => {
    const page = await visit();
    await logIn(page);
    await fill(page, /^Home/, "correct horse");
    await page.getByLabel("Port").fill(String(await freePort()));
    await submit(page);
    await page.getByText("No broker answers at that address").waitFor();
    expect(await isKept()).toBe(false);
  });

  it("names the field that is wrong", async () => {
    const page = await visit();
    await logIn(page);
    await fill(page, /^Home/, "correct horse");
    await page.getByLabel("Address of the broker").fill("http://broker/");
    await submit(page);
    await page.getByText("The broker's address is a name or an address").waitFor();
  });

  it("shows what the air and a person's hand bring as text", async () => {
    const page = await visit();
    await logIn(page);
    await page.getByText('<b>"bold"</b>').waitFor();
    const hostile = '"><img src=x onerror=alert(1)>';
    await page.getByLabel("Another one, by its name").fill(hostile);
    await submit(page);
    await page.getByRole("alert").waitFor();
    expect(await page.locator("img").count()).toBe(0);
    expect(await page.getByLabel("Another one, by its name").inputValue()).toBe(hostile);
  });

  it("takes a pairing code instead of name, broker and password", async () => {
    const page = await visit();
    await logIn(page);
    await page.getByLabel(/^Home/).check();
    await page.getByLabel(/^Password of the network/).fill("correct horse");
    await page.getByLabel(/^Pairing code/).fill(`mqtt://den:s3cret@127.0.0.1:${brokerPort}`);
    await submit(page);
    await page.getByText("starts again as den").waitFor();
  });
});
