// Calls of the hub's HTTP API. Every failure is a `Failure` with a sentence for people.
import { texts } from "../texts";
import type { Decision, Series, System } from "./types";

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

function post(path: string, body: object): Promise<unknown> {
  return call(path, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
}

// What was asked for and never answered is listed too, without a position.
type Asked = Decision | (Omit<Decision, "position"> & { position: null });

const device = (id: string) => `devices/${encodeURIComponent(id)}`;

export const api = {
  system: () => call<System>("system"),

  series(id: string, metric: string, fromMs: number, toMs: number): Promise<Series> {
    const query = new URLSearchParams({
      metric,
      from: String(Math.round(fromMs)),
      to: String(Math.round(toMs)),
      step: "auto",
    });
    return call<Series>(`${device(id)}/readings?${query}`);
  },

  async decisions(id: string, limit: number, beforeMs?: number): Promise<Decision[]> {
    const query = new URLSearchParams({ device: id, limit: String(limit) });
    if (beforeMs !== undefined) query.set("before", String(beforeMs));
    const { decisions } = await call<{ decisions: Asked[] }>(`decisions?${query}`);
    return decisions.filter((each): each is Decision => each.position !== null);
  },

  moveWindow: (id: string, position: number, holdS: number) =>
    post(`${device(id)}/window`, { position, hold_s: holdS }),

  release: (id: string) => post(`${device(id)}/release`, {}),
};

export type Api = typeof api;
