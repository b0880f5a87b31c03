// The one switch that pauses all windows; what it means while they are, and why it did not work.
import { useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import { moment } from "../format";
import { texts } from "../texts";
import { asKnown, usePage } from "./context";

const words = texts.airing;

export interface AiringWish {
  failure: string | null; // why the last one was not done
  set(paused: boolean): void;
  dismiss(): void;
}

export function useAiring(): AiringWish {
  const [failure, setFailure] = useState<string | null>(null);
  const set = (paused: boolean) => {
    setFailure(null);
    api.pauseAll(paused).catch((error: unknown) => {
      setFailure(error instanceof Failure ? error.message : texts.failure.unreachable);
    });
  };
  return { failure, set, dismiss: () => setFailure(null) };
}

export function AiringSwitch({ set }: AiringWish) {
  const { state, pause } = usePage();
  const hasWindow = [...(state.devices?.values() ?? [])].some((device) => device.window);
  if (!hasWindow) return null;
  const airs = pause === null;
  return (
    <button
      class="sw"
      role="switch"
      aria-checked={airs}
      disabled={state.link.kind !== "live"}
      onClick={() => set(airs)}
    >
      {words.name}
      <i aria-hidden="true" />
    </button>
  );
}

export function AiringFailure({ failure, dismiss }: AiringWish) {
  return (
    <div role="status">
      {failure && (
        <section class="cut" aria-label={words.name}>
          <p>{words.failed(failure)}</p>
          <button class="b" onClick={dismiss}>
            {texts.take.dismiss}
          </button>
        </section>
      )}
    </div>
  );
}

export function PausedBanner({ set }: AiringWish) {
  const { state, pause, nowMs } = usePage();
  if (pause === null) return null;
  const { since_ms: since, until_ms: until, by } = pause;
  return (
    <section class="cut paused" aria-label={texts.state.paused}>
      <p role="status">
        <b class="hand">◆</b> {asKnown(words.paused, state)}{" "}
        <span class="s">
          {since !== null && words.since(moment(since, nowMs), words.by[by ?? ""] ?? null)}{" "}
          {until !== null && words.until(moment(until, nowMs))}
        </span>
      </p>
      <button class="b p" disabled={state.link.kind !== "live"} onClick={() => set(false)}>
        {words.resume}
      </button>
    </section>
  );
}
