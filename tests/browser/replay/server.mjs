// Plays a handwritten home as the hub's HTTP API and serves the built page, on loopback only:
//   node tests/browser/replay/server.mjs [--port 8090] [--scene home|empty] [--dist DIR]
// For developing the page, and for tests of what real services do not do on demand.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { home, model, system } from "./home.mjs";
import { decisions, movements, quality, series, shadows } from "./history.mjs";
import { config, storage } from "./answers.mjs";
import { Backups } from "./backups.mjs";
import { Pause } from "./pause.mjs";

const types = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};
const csp = "default-src 'self'; frame-ancestors 'none'; base-uri 'none'";
const stepPct = 4; // a window's speed, every 200 ms

export class Replay {
  devices = new Map();
  streams = new Set();
  behaviour = "answers"; // answers | mute or locked (the device) | refuses (the hub)
  started = Date.now();
  aheadMs = 0; // of this machine's clock
  model = model(Date.now());
  configs = new Map();
  backups = new Backups();
  pause = new Pause();
  trouble = { away: [], alarms: [] }; // names of parts and of alarms
  orders = []; // what was asked of devices: [id, what, body]
  shadows = null; // figures of shadows instead of those of the scene
  historyIsAway = false; // the database does not answer
  isFull = false; // as many streams as it may
  calibrates = "not"; // not (the device refuses) | well | badly

  constructor({ scene = "home", dist } = {}) {
    this.dist = dist ?? fileURLToPath(new URL("../../../web/dist", import.meta.url));
    if (scene === "home") for (const each of home(Date.now())) this.devices.set(each.id, each);
    this.server = createServer((request, response) => void this.answer(request, response));
  }

  async listen(port = 0) {
    await new Promise((done) => this.server.listen(port, "127.0.0.1", done));
    this.timers = [
      setInterval(() => this.send("system", this.system()), 5000),
      setInterval(() => this.measure(), 4000),
      setInterval(() => this.moveAll(), 200),
      setInterval(() => this.tellAll(this.pause.tick([...this.devices.values()])), 1000),
    ];
    return `http://127.0.0.1:${this.server.address().port}`;
  }

  async close() {
    this.timers?.forEach(clearInterval);
    for (const stream of this.streams) stream.destroy();
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  system() {
    const now = Date.now() + this.aheadMs;
    const up = Math.round((now - this.started) / 1000) + 3600;
    const { away, alarms } = this.trouble;
    const well = system(now, up);
    const parts = well.parts.map((part) =>
      away.includes(part.name) ? { ...part, state: "down", since_ms: now - 60_000 } : part,
    );
    return { ...well, parts, alarms, airing: this.pause.airing() };
  }

  // For a page, which goes by the hub's clock, time passes at once.
  runAhead(ms) {
    this.aheadMs += ms;
    this.send("system", this.system());
  }

  // Parts go away and come back, alarms come and go.
  troubles(trouble) {
    this.trouble = { away: [], alarms: [], ...trouble };
    this.model = { ...this.model, online: !this.trouble.away.includes("ml") };
    this.send("model", this.model);
    this.send("system", this.system());
  }

  device(id) {
    return this.devices.get(id);
  }

  change(id, facts) {
    const device = { ...this.devices.get(id), ...facts };
    this.devices.set(id, device);
    this.send("device", device);
  }

  send(type, payload) {
    for (const stream of this.streams) write(stream, type, payload);
  }

  // New readings, a little different each time, from every device that speaks.
  measure() {
    const now = Date.now();
    for (const device of this.devices.values()) {
      if (device.online === false) continue;
      const readings = {};
      for (const [metric, reading] of Object.entries(device.readings)) {
        const base = (reading.base ??= reading.value);
        const drift = metric === "temperature" ? Math.round(3 * Math.sin(now / 9000)) / 10 : 0;
        readings[metric] = { ...reading, value: base + drift, time_ms: now };
      }
      this.change(device.id, { readings, last_seen_ms: now });
    }
  }

  moveAll() {
    for (const { id, window } of this.devices.values()) {
      if (!window?.moving) continue;
      const left = window.target - window.position;
      const moving = Math.abs(left) > stepPct;
      const position = moving ? window.position + Math.sign(left) * stepPct : window.target;
      this.change(id, {
        window: { ...window, position, moving, time_ms: Date.now() },
      });
    }
  }

  command(id, what, { position, hold_s: holdS }) {
    if (this.behaviour === "refuses")
      return [409, "The device does not take orders while it rains"];
    const { window } = this.devices.get(id);
    const now = Date.now();
    if (this.behaviour === "mute") return [202];
    if (this.behaviour === "locked") {
      setTimeout(() => this.says(id, "refused", "the window is locked"), 150);
      return [202];
    }
    const target = what === "release" ? (this.devices.get(id).decision?.position ?? 0) : position;
    setTimeout(() => {
      const held = what === "window";
      this.change(id, {
        window: {
          ...window,
          target,
          moving: target !== window.position,
          cause: held ? "person" : "control",
          hold_until_ms: held ? now + holdS * 1000 : null,
          fault: null,
          time_ms: Date.now(),
        },
      });
    }, 150);
    return [202];
  }

  async answer(request, response) {
    const url = new URL(request.url, "http://page");
    const path = url.pathname.split("/").filter(Boolean).map(decodeURIComponent);
    if (path[0] !== "api") return this.file(url.pathname, response);
    const [, , kind, id, what] = path;
    if (request.method === "PUT") {
      const desired = { ...(await body(request)), version: 2 };
      this.configs.set(id, desired);
      this.change(id, { settings: "waiting" });
      return json(response, 202, config(this.configs.get(id)));
    }
    if (request.method === "PATCH") {
      this.change(id, await body(request));
      return json(response, 200, this.devices.get(id));
    }
    if (kind === "backup") return json(response, ...this.backups.answer(request.method));
    if (kind === "airing") return this.airs(await body(request), response);
    if (request.method === "POST" && kind === "model")
      return this.wish(id, await body(request), response);
    if (request.method === "POST" && what === "identify") {
      this.says(id, "identified");
      return json(response, 202, { accepted: true });
    }
    if (request.method === "POST" && what === "calibrate") {
      this.calibrate(id);
      return json(response, 202, { accepted: true });
    }
    if (request.method === "POST") {
      const order = await body(request);
      this.orders.push([id, what, order]);
      const [status, detail] = this.command(id, what, order);
      return json(
        response,
        status,
        detail ? { title: "Not done", status, detail } : { accepted: true },
      );
    }
    if (kind === "events" && this.isFull)
      return json(response, 503, { title: "Too many event streams" });
    if (kind === "events") return this.stream(request, response);
    if (kind === "system") return json(response, 200, this.system());
    if (kind === "devices" && !id)
      return json(response, 200, { devices: [...this.devices.values()] });
    const at = (name, otherwise) => Number(url.searchParams.get(name) ?? otherwise);
    const isPast = ["readings", "movements"].includes(what);
    if (this.historyIsAway && (kind === "decisions" || isPast))
      return json(response, 503, { title: "The database is away" });
    if (kind === "decisions") {
      const device = url.searchParams.get("device");
      const list = decisions(device, at("limit", 50), at("before", Date.now()));
      return json(response, 200, { decisions: list });
    }
    if (what === "config") return json(response, 200, config(this.configs.get(id)));
    if (what === "movements") return json(response, 200, movements(Date.now(), url.searchParams));
    if (kind === "model" && id === "quality") return json(response, 200, quality(Date.now()));
    if (kind === "model" && id === "shadow")
      return json(response, 200, this.shadows ?? shadows(Date.now()));
    if (kind === "storage") return json(response, 200, storage(Date.now()));
    if (what === "readings") {
      const metric = url.searchParams.get("metric");
      const step = url.searchParams.get("step");
      return json(
        response,
        200,
        series(
          id,
          metric,
          at("from", 0),
          at("to", Date.now()),
          step,
          this.devices.get(id).first_seen_ms,
        ),
      );
    }
    return json(response, 404, { title: "No such thing", status: 404 });
  }

  says(id, event, reason = null, request_id = null) {
    const time_ms = Date.now();
    this.change(id, { last_event: { time_ms, event, reason, request_id } });
  }

  // The window closes, and then knows where it stands, or not.
  calibrate(id) {
    if (this.calibrates === "not")
      return this.says(id, "refused", "this window needs no calibration run");
    const { window } = this.devices.get(id);
    const moves = {
      target: 0,
      moving: true,
      cause: "calibration",
      fault: null,
    };
    this.change(id, { window: { ...window, ...moves, time_ms: Date.now() } });
    if (this.calibrates !== "badly") return;
    setTimeout(() => {
      const rests = {
        moving: false,
        target: window.position,
        fault: "limit_not_found",
      };
      this.change(id, {
        window: {
          ...window,
          cause: "calibration",
          ...rests,
          time_ms: Date.now(),
        },
      });
      this.says(id, "calibration_failed", "the end of its travel was not found");
    }, 1500);
  }

  airs({ paused }, response) {
    if (this.behaviour === "refuses")
      return json(response, 503, {
        title: "Not done",
        detail: "The hub stops",
      });
    this.tellAll(this.pause.set(paused, [...this.devices.values()]));
    this.send("system", this.system());
    const windows = [...this.devices.values()].filter((each) => each.window);
    return json(response, 202, { windows: windows.length });
  }

  tellAll(told) {
    for (const [id, change] of told)
      this.change(id, {
        window: { ...this.devices.get(id).window, ...change },
      });
  }

  // The model's answer comes a little later, as over the wire.
  wish(kind, { version }, response) {
    const id = `wish-${Date.now()}`;
    setTimeout(() => {
      const changes = {
        use: { in_force: version, version },
        shadow: { shadow: version },
      };
      const back = { in_force: "default", version: "0.1.0" };
      this.model = {
        ...this.model,
        ...(changes[kind] ?? back),
        answer: { id, error: null },
      };
      this.send("model", this.model);
    }, 100);
    return json(response, 202, { id });
  }

  stream(request, response) {
    response.writeHead(200, {
      "Content-Type": "text/event-stream",
      "Cache-Control": "no-store",
    });
    write(response, "snapshot", {
      devices: [...this.devices.values()],
      system: this.system(),
      model: this.model,
    });
    this.streams.add(response);
    request.on("close", () => this.streams.delete(response));
  }

  async file(path, response) {
    const name = extname(path) ? normalize(path) : "/index.html";
    try {
      const content = await readFile(join(this.dist, name));
      response.writeHead(200, {
        "Content-Type": types[extname(name)] ?? "application/octet-stream",
        "Content-Security-Policy": csp,
      });
      response.end(content);
    } catch {
      response.writeHead(404).end();
    }
  }
}

const write = (stream, type, payload) =>
  stream.write(`event: ${type}\ndata: ${JSON.stringify(payload)}\n\n`);

function json(response, status, payload) {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(JSON.stringify(payload));
}

async function body(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return JSON.parse(text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const option = (name) => {
    const at = process.argv.indexOf(`--${name}`);
    return at < 0 ? undefined : process.argv[at + 1];
  };
  const replay = new Replay({ scene: option("scene"), dist: option("dist") });
  console.log(await replay.listen(Number(option("port") ?? 8090)));
}
