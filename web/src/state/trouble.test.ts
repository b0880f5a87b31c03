// Tests of what the page says of parts that are away, and of alarms.
import { describe, expect, it } from "vitest";
import type { ModelState, Part, System } from "../api/types";
import { time } from "../format";
import { noon } from "../rooms/sample";
import { troublesOf } from "./trouble";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

const part = (name: string, state = "ok"): Part => ({ name, state, detail: "", since_ms: noon });

function system(change: Partial<System> = {}): System {
  return {
    ready: true,
    parts: ["broker", "database", "journal", "ml"].map((name) => part(name)),
    alarms: [],
    totals: { lost: 0, dropped: 0 },
    latency_ms: { control_p50: null, control_p99: null },
    backlog: { journaled_readings: 0, journal_bytes: 0 },
    version: "0.1.0",
    model: null,
    uptime_s: 60,
    ...change,
  };
}

const model = (online: boolean | null) => ({ online, since_ms: noon }) as ModelState;
const said = (change: Partial<System>, ml: ModelState | null = null) =>
  troublesOf(system(change), ml, noon + 60_000).map(({ sentence }) => plain(sentence));
const away = (name: string) => [part(name, "down"), part("ml")];

describe("troubles", () => {
  it("are none while everything works", () => expect(said({}, model(true))).toEqual([]));

  it("say since when a part is away and what still works", () => {
    expect(said({ parts: away("broker") })).toEqual([
      expect.stringMatching(
        new RegExp(`^The broker has been away since ${plain(time(noon))}: .*own simple rule`),
      ),
    ]);
  });

  it("come with the model's own word, before the list of parts knows", () => {
    expect(said({}, model(false))).toEqual([expect.stringMatching(/^The model has been away/)]);
    expect(said({ parts: away("ml") }, model(true))).toEqual([]);
  });

  it("count what waits for the database, and say that nothing is lost only when so", () => {
    const backlog = { journaled_readings: 1080, journal_bytes: 1 };
    const parts = away("database");
    const [safe] = said({ parts, backlog });
    expect(safe).toMatch(/1 080 readings wait on the hub’s disk\. Nothing is lost\.$/);
    const [lost] = said({ parts, backlog, totals: { lost: 2, dropped: 1 } });
    expect(lost).toMatch(/wait on the hub’s disk\. 3 were lost since the hub started\.$/);
    const one = { journaled_readings: 1, journal_bytes: 1 };
    expect(said({ parts, backlog: one, totals: { lost: 1 } })[0]).toMatch(
      /One reading waits on the hub’s disk\. One was lost since the hub started\.$/,
    );
    const full = said({ parts, backlog, alarms: ["journal_full"] });
    expect(full.join()).not.toContain("Nothing is lost");
  });

  it("name an alarm, and none twice", () => {
    expect(said({ alarms: ["journal_cannot_write"], parts: [part("journal", "down")] })).toEqual([
      "The journal cannot write: look at the disk.",
    ]);
    expect(said({ alarms: ["database_away"], parts: away("database") })).toHaveLength(1);
    expect(troublesOf(system({ alarms: ["new_one"] }), null, noon)).toEqual([
      { name: "new_one", needsPerson: true, sentence: "Alarm: new_one" },
    ]);
  });
});
