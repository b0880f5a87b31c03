// A copy of everything, taken while it runs: what is being done, and what came of the last one.
import { useEffect, useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import type { Backup } from "../api/types";
import { bytes, duration, moment } from "../format";
import { texts } from "../texts";
import { usePage } from "./context";

const words = texts.backup;
const lookMs = 500; // while one is being taken

export function BackupCard() {
  const { state } = usePage();
  const live = state.link.kind === "live";
  const { backup, failure, begin } = useBackup(live);
  const running = backup?.phase === "running";
  return (
    <section class="card" aria-labelledby="backup">
      <h2 id="backup">{words.title}</h2>
      <div role="status">
        {failure && <p class="s fault">{words.failed(failure)}</p>}
        {!failure && backup && <Standing backup={backup} />}
      </div>
      <div class="act">
        <button class="b" disabled={!live || running} onClick={begin}>
          {running ? words.taking : words.take}
        </button>
      </div>
      <p class="s">
        {words.elsewhere} <code>{words.command}</code>
      </p>
    </section>
  );
}

function useBackup(live: boolean) {
  const [backup, setBackup] = useState<Backup | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const ask = (asked: Promise<Backup>) =>
    asked
      .then((found) => (setBackup(found), setFailure(null)))
      .catch((error: unknown) =>
        setFailure(error instanceof Failure ? error.message : texts.failure.unreachable),
      );
  useEffect(() => {
    if (live) void ask(api.backup());
  }, [live]);
  useEffect(() => {
    if (!live || backup?.phase !== "running") return;
    const timer = setTimeout(() => void ask(api.backup()), lookMs);
    return () => clearTimeout(timer);
  }, [live, backup]);
  return { backup, failure, begin: () => void ask(api.beginBackup()) };
}

function Standing({ backup }: { backup: Backup }) {
  const { nowMs } = usePage();
  switch (backup.phase) {
    case "none":
      return <p class="s">{words.none}</p>;
    case "running":
      return <Progress backup={backup} />;
    case "failed":
      return <p class="s fault">{words.failed(backup.error ?? "")}</p>;
    case "done":
      return (
        <>
          <p class="s">
            {words.done(
              moment(backup.began_ms ?? nowMs, nowMs),
              backup.readings ?? 0,
              bytes(backup.bytes ?? 0),
            )}
            {backup.ended_ms !== null &&
              ` ${words.took(duration(Math.max(1000, backup.ended_ms - (backup.began_ms ?? 0))))}`}
          </p>
          <p class="s place">
            <code>{backup.folder}</code>
          </p>
        </>
      );
  }
}

const steps = ["waiting", "journal", "history", "checking"] as const;

function Progress({ backup }: { backup: Backup }) {
  const at = steps.indexOf(backup.step ?? "waiting");
  return (
    <ol class="progress">
      {steps.map((step, i) => (
        <li key={step} aria-current={i === at ? "step" : undefined} class={i < at ? "passed" : ""}>
          {words.steps[step]}
        </li>
      ))}
    </ol>
  );
}
