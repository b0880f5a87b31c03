// Tests of reading what Luft chose, page by page.
import { expect, describe, it } from "vitest";
import type { Decision, Unanswered } from "../api/types";
import { decisionFor } from "../rooms/sample";
import { readChoices } from "./choices";

const pageSize = 200;
const at = (time_ms: number) => decisionFor(10, { time_ms, request_id: `r${time_ms}` });
const silent = (time_ms: number): Unanswered => ({ ...at(time_ms), position: null });
const isSilent = (ms: number) => ms % 7 === 0;

// A hub that was asked once a millisecond, and did not answer all of it.
const hub = (newest: number, answered: (ms: number) => boolean) => {
  const pages: number[] = [];
  const ask = (_: string, limit: number, beforeMs: number) => {
    pages.push(beforeMs);
    const list: (Decision | Unanswered)[] = [];
    for (let ms = Math.min(newest, beforeMs - 1); ms > 0 && list.length < limit; ms -= 1)
      list.push(answered(ms) ? at(ms) : silent(ms));
    return Promise.resolve(list);
  };
  return { ask, pages };
};

describe("reading choices", () => {
  it("goes on behind what was never answered, and keeps it", async () => {
    const { ask, pages } = hub(500, (ms) => !isSilent(ms));
    const found = await readChoices("study", 1, 501, ask);
    expect(found.decisions.length + found.unanswered.length).toBe(500);
    expect(found.unanswered).toHaveLength(Math.floor(500 / 7));
    expect(found.isCut).toBe(false);
    expect(pages).toEqual([501, 301, 101]);
  });

  it("goes on behind a page of nothing but silence", async () => {
    const { ask } = hub(pageSize * 2, (ms) => ms <= pageSize);
    const found = await readChoices("study", 1, pageSize * 2 + 1, ask);
    expect(found.decisions).toHaveLength(pageSize);
    expect(found.unanswered).toHaveLength(pageSize);
  });

  it("keeps the choice that was in force when the range began, and no older silence", async () => {
    const { ask } = hub(100, (ms) => ms % 2 === 0);
    const found = await readChoices("study", 50, 101, ask);
    expect(found.decisions.at(-1)?.time_ms).toBe(48);
    expect(found.unanswered.at(-1)?.time_ms).toBe(51);
  });

  it("says that there are earlier ones beyond its limit", async () => {
    const { ask } = hub(10_000, () => true);
    expect(await readChoices("study", 1, 10_001, ask)).toMatchObject({ isCut: true });
  });
});
