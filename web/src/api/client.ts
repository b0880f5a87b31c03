// Calls of the hub's HTTP API. Every failure is a `Failure` with a sentence for people.
import { texts } from "../texts";
import type {
  Backup,
  Config,
  Decision,
  Device,
  DeviceChange,
  MoveCause,
  Movement,
  Quality,
  Series,
  Settings,
  Shadows,
  Step,
  Storage,
  System,
  Unanswered,
} from "./types";

export class Failure extends Error {
  constructor(
    message: string,
    readonly status: number, // 0: the hub could not be reached
  ) {
    super(message);
  }
}

const timeoutMs = 10_000;

async function call<T>(path: string, init: RequestInit = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(`/api/v1/${path}`, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch {
    throw new Failure(texts.failure.unreachable, 0);
  }
  if (!answer.ok) throw new Failure(await problem(answer), answer.status);
  return (await answer.json()) as T;
}

// The sentence of an RFC 9457 problem, or what the status alone says.
async function problem(answer: Response): Promise<string> {
  try {
    const body = (await answer.json()) as { title?: string; detail?: string };
    return body.detail || body.title || texts.failure.status(answer.status);
  } catch {
    return texts.failure.status(answer.status);
  }
}

function send<T>(method: string, path: string, body: object): Promise<T> {
  return call<T>(path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

const post = <T>(path: string, body: object) => send<T>("POST", path, body);

interface Movements {
  fromMs?: number;
  beforeMs?: number;
  cause?: MoveCause;
  limit: number; // at most 1000
}

const device = (id: string) => `devices/${encodeURIComponent(id)}`;

export const api = {
  system: () => call<System>("system"),

  series(
    id: string,
    metric: string,
    fromMs: number,
    toMs: number,
    step: Step | "auto" = "auto",
  ): Promise<Series> {
    const query = new URLSearchParams({
      metric,
      from: String(Math.round(fromMs)),
      to: String(Math.round(toMs)),
      step,
    });
    return call<Series>(`${device(id)}/readings?${query}`);
  },

  // Newest first; what was never answered is among them, and counts towards the limit.
  async decisions(id: string, limit: number, beforeMs: number): Promise<(Decision | Unanswered)[]> {
    const query = new URLSearchParams({ device: id, limit: String(limit) });
    query.set("before", String(Math.round(beforeMs)));
    return (await call<{ decisions: (Decision | Unanswered)[] }>(`decisions?${query}`)).decisions;
  },

  movements(id: string, which: Movements): Promise<{ movements: Movement[]; next: number | null }> {
    const query = new URLSearchParams({ limit: String(which.limit) });
    if (which.fromMs !== undefined) query.set("from", String(Math.round(which.fromMs)));
    if (which.beforeMs !== undefined) query.set("before", String(Math.round(which.beforeMs)));
    if (which.cause !== undefined) query.set("cause", which.cause);
    return call(`${device(id)}/movements?${query}`);
  },

  quality: (fromMs: number) => call<Quality>(`model/quality?from=${Math.round(fromMs)}`),
  shadows: (fromMs: number) => call<Shadows>(`model/shadow?from=${Math.round(fromMs)}`),
  storage: () => call<Storage>("storage"),
  backup: () => call<Backup>("backup"),
  beginBackup: () => post<Backup>("backup", {}),

  config: (id: string) => call<Config>(`${device(id)}/config`),
  setConfig: (id: string, settings: Settings) =>
    send<Config>("PUT", `${device(id)}/config`, settings),
  changeDevice: (id: string, change: DeviceChange) => send<Device>("PATCH", device(id), change),
  identify: (id: string) => post(`${device(id)}/identify`, {}),
  calibrate: (id: string) => post(`${device(id)}/calibrate`, {}),

  // Each answers with the id under which the model's state will say what became of it.
  useModel: (version: string) => post<{ id: string }>("model/use", { version }),
  rollBackModel: () => post<{ id: string }>("model/roll_back", {}),
  shadowModel: (version: string | null) => post<{ id: string }>("model/shadow", { version }),

  pauseAll: (paused: boolean) => post<{ windows: number }>("airing", { paused }),

  moveWindow: (id: string, position: number, holdS: number) =>
    post(`${device(id)}/window`, { position, hold_s: holdS }),

  release: (id: string) => post(`${device(id)}/release`, {}),
};

export type Api = typeof api;
