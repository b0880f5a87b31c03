// What history takes up, the room that is left, and what happens now.
import { api } from "../api/client";
import type { Storage, System } from "../api/types";
import { bytes, date, number } from "../format";
import { texts } from "../texts";
import { useFigures } from "./use-figures";

const words = texts.operating;

export function StorageCard() {
  const { figures: storage, failure } = useFigures(api.storage);
  return (
    <section class="card" aria-labelledby="storage">
      <h2 id="storage">{words.storage}</h2>
      {failure && <p class="s out">{words.storageFailed(failure)}</p>}
      {storage && <Facts storage={storage} />}
    </section>
  );
}

function Facts({ storage }: { storage: Storage }) {
  const { free_bytes: free, total_bytes: total } = storage.disk;
  const since = storage.oldest_ms === null ? null : date(storage.oldest_ms);
  return (
    <>
      {free !== null && total !== null && (
        <>
          <div class="bar" role="img" aria-label={words.disk(bytes(total - free), bytes(total))}>
            <i style={{ width: `${(100 * (total - free)) / total}%` }} />
          </div>
          <p class="s">
            {words.disk(bytes(total - free), bytes(total))} · {words.free(bytes(free))}
          </p>
        </>
      )}
      <p class="s">{since === null ? words.keptNone : words.kept(storage.readings, since)}</p>
      <p class="s">{words.database(storage.database)}</p>
    </>
  );
}

export function Rates({ now, before }: { now: System; before: System | null }) {
  const rates = ratesOf(now, before);
  return (
    <section class="card" aria-labelledby="rates">
      <h2 id="rates">{words.rates}</h2>
      <dl class="facts">
        {Object.entries(words.rate).map(([name, label]) => (
          <div key={name}>
            <dt>{label}</dt>
            <dd>{rates === null ? texts.none : words.perSecond(number(rates[name] ?? 0, 1))}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

// Each total's growth a second between two looks; null without two of one run.
export function ratesOf(now: System, before: System | null): Record<string, number> | null {
  const seconds = ((now.now_ms ?? 0) - (before?.now_ms ?? 0)) / 1000;
  if (!before || seconds <= 0 || now.uptime_s < before.uptime_s) return null;
  return Object.fromEntries(
    Object.entries(now.totals).map(([name, total]) => [
      name,
      (total - (before.totals[name] ?? 0)) / seconds,
    ]),
  );
}
