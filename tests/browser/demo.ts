// A real demo for tests: broker, hub, database, model and devices, started with the entry script on
// free ports and in a data folder of its own. LUFT_URL names one that runs already.
import { spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));
const patienceMs = 9 * 60_000; // the first start of a fresh clone builds everything

export class Demo {
  private constructor(
    readonly url: string,
    private readonly data: string | null, // null: it was there before
    private readonly process: ChildProcess | null,
    private readonly mqttPort: number,
  ) {}

  static async start(): Promise<Demo> {
    const running = process.env["LUFT_URL"];
    if (running) return new Demo(running.replace(/\/$/, ""), null, null, 0);
    const data = await mkdtemp(join(tmpdir(), "luft-browser-"));
    const [mqtt, http, clickhouse, native] = await freePorts(4);
    const demo = spawn(process.env["LUFT"] ?? "./luft", ["demo", "--for", "10m"], {
      cwd: root,
      env: {
        ...process.env,
        LUFT_DATA: data,
        LUFT_MQTT_PORT: String(mqtt),
        LUFT_HTTP_PORT: String(http),
        LUFT_CLICKHOUSE_HTTP_PORT: String(clickhouse),
        LUFT_CLICKHOUSE_TCP_PORT: String(native),
      },
    });
    return new Demo(await announcedUrl(demo), data, demo, mqtt ?? 0);
  }

  // As a device would, with the broker's own client.
  async publish(topic: string, payload: string): Promise<void> {
    const words = ["-p", String(this.mqttPort), "-t", topic, "-m", payload];
    const client = spawn("mosquitto_pub", words);
    const code = await new Promise((done) => client.once("exit", done));
    if (code !== 0) throw new Error(`mosquitto_pub ended with ${code}`);
  }

  async kill(service: "hub" | "ml" | "clickhouse"): Promise<void> {
    if (!this.data) throw new Error("not our demo: its services are not ours to kill");
    const pid = Number(await readFile(join(this.data, "run", `${service}.pid`), "utf8"));
    process.kill(pid, "SIGKILL");
  }

  async device(id: string): Promise<{ window: WindowReport; readings: object }> {
    const answer = await fetch(`${this.url}/api/v1/devices/${id}`);
    if (!answer.ok) throw new Error(`the hub answered ${answer.status} for ${id}`);
    return (await answer.json()) as { window: WindowReport; readings: object };
  }

  async stop(): Promise<void> {
    if (!this.process || !this.data) return;
    const { exitCode } = this.process;
    if (exitCode === null) {
      const ended = new Promise((done) => this.process?.once("exit", done));
      this.process.kill("SIGINT");
      await ended;
    }
    await rm(this.data, { recursive: true, force: true });
  }
}

export interface WindowReport {
  position: number;
  target: number;
  moving: boolean;
  cause: string;
  hold_until_ms: number | null;
}

// The address that the demo prints once everything answers.
function announcedUrl(demo: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = "";
    const timer = setTimeout(() => failed(new Error(`no address in: ${said}`)), patienceMs);
    const read = (chunk: Buffer) => {
      said += chunk.toString();
      const url = /live at (http:\/\/[\d.]+:\d+)/.exec(said)?.[1];
      if (!url) return;
      clearTimeout(timer);
      found(url);
    };
    demo.stdout?.on("data", read);
    demo.stderr?.on("data", read);
    demo.once("exit", (code) => failed(new Error(`./luft demo ended with ${code}: ${said}`)));
  });
}

// Held open together, so that no two are the same.
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  const ports: number[] = [];
  for (const server of servers) {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    const address = server.address();
    if (address && typeof address === "object") ports.push(address.port);
  }
  await Promise.all(servers.map((server) => new Promise((done) => server.close(done))));
  return ports;
}
