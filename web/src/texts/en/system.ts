// The system: its parts, figures, disk and backups.
import type { Quantity } from "../../units";
import { number, sentence } from "../../format";
import type { Names } from "../names";

const readings = (count: number) => (count === 1 ? "one reading" : `${number(count)} readings`);

export const system = {
  healthy: "Everything works.",
  trouble: (parts: string) => `Not everything works: ${parts}.`,
  alarm: "Something needs you.",
  loading: "Asking the hub",
  parts: "Parts",
  columns: { part: "Part", state: "State", since: "For", detail: "Now" },
  states: { ok: "Working", away: "Away", down: "Away", degraded: "Behind" } as Names,
  names: {
    broker: "Broker",
    hub: "Hub",
    database: "Database",
    clickhouse: "Database",
    journal: "Journal",
    clock: "Clock",
    ml: "Model",
  } as Names,
  page: "This page",
  pageDetail: (age: string) => `last event ${age}`,
  flow: "Since the hub started",
  totals: {
    messages: "Messages",
    readings: "Readings",
    requests: "Requests",
    controls: "Decisions",
    unanswered: "Unanswered",
    movements: "Movements",
    errors: "Errors",
  },
  latency: "Answer of the model",
  latencyText: (p50: string, p99: string) => `half within ${p50}, 99 of 100 within ${p99}`,
  backlog: "Waiting for the database",
  backlogText: (count: number, size: string) => `${readings(count)}, ${size} on disk`,
  backlogNone: "nothing",
  ledger: "Where every reading went",
  ledgerColumns: {
    device: "Device",
    received: "Received",
    stored: "Stored",
    journaled: "Waiting",
    duplicate: "Sent twice",
    quarantined: "Not understood",
    dropped: "Dropped",
    lost: "Lost",
  },
  ledgerFoot:
    "Received = stored + waiting + sent twice + not understood + dropped. Lost: the device says they existed, but they never came.",
  ledgerLabel: "Readings by device",
  foot: (version: string, model: string, uptime: string, zone: string) =>
    `Luft ${version} · model ${model} · up ${uptime} · times in your zone, ${zone}`,
};

// One sentence or two for each part that is away, on every page.
export const trouble = {
  label: "What is away",
  state: (part: string, behind: boolean, since: string | null) =>
    behind
      ? `The ${part.toLowerCase()} is behind${since ? ` since ${since}` : ""}:`
      : `The ${part.toLowerCase()} ${since ? `has been away since ${since}` : "is away"}:`,
  means: {
    broker:
      "windows follow their own simple rule and cannot be moved from here, devices keep their readings.",
    database: "windows are aired as ever, only what is past cannot be shown.",
    clickhouse: "windows are aired as ever, only what is past cannot be shown.",
    journal: "devices keep their readings until it takes them again.",
    clock: "it is wrong, and devices keep their readings until it is right.",
    ml: "windows follow their own simple rule meanwhile.",
  } as Names,
  waiting: (count: number) =>
    `${sentence(readings(count))} ${count === 1 ? "waits" : "wait"} on the hub’s disk.`,
  nothingLost: "Nothing is lost.",
  lost: (count: number, last: string | null) =>
    `${count === 1 ? "One was" : `${number(count)} were`} lost since the hub started${last ? `, the last at ${last}` : ""}.`,
  look: "Look at System",
};

export const operating = {
  rates: "Now",
  perSecond: (count: string) => `${count}/s`,
  rate: { messages: "Messages", readings: "Readings", requests: "Asked of the model" } as Names,
  storage: "Disk and history",
  disk: (used: string, total: string) => `${used} of ${total} used`,
  free: (free: string) => `${free} free`,
  kept: (count: number, since: string) =>
    `${sentence(readings(count))} ${count === 1 ? "is" : "are"} kept, since ${since}`,
  keptNone: "No reading is kept yet",
  database: (version: string) => `ClickHouse ${version}`,
  storageFailed: (why: string) => `History could not be asked. ${why}`,
  alarms: {
    journal_full: "The journal is full: devices keep their readings until there is room.",
    journal_cannot_write: "The journal cannot write: look at the disk.",
    database_away: "The database is away: readings wait on the hub’s disk.",
  } as Names,
  alarm: (name: string) => `Alarm: ${name}`,
};

export const backup = {
  title: "Backup",
  none: "None was taken from here yet.",
  take: "Back up now",
  taking: "Being taken",
  steps: {
    waiting: "Waiting for the database to get what is on its way",
    journal: "Copying journal and devices",
    history: "Copying the history",
    checking: "Reading every byte of the copy again",
  },
  done: (when: string, count: number, size: string) =>
    `The last is whole: ${when}, ${readings(count)}, ${size}.`,
  took: (time: string) => `It took ${time}.`,
  failed: (why: string) => `No backup was taken: ${why}`,
  elsewhere:
    "It stays on this machine. To take one elsewhere, or bring one back, see docs/deploy.md:",
  command: "./luft backup FOLDER",
};

export const units = {
  title: "Units",
  lead: "Kept in this browser, for all pages, charts and files.",
  of: {
    temperature: "Temperature",
    pressure: "Pressure",
    wind_speed: "Wind",
    rain: "Rain",
  } satisfies Record<Quantity, string>,
};
