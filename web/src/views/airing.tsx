// The one switch that pauses all windows; and what it means while they are.
import { useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import { moment } from "../format";
import { pauseOf } from "../rooms/pause";
import { texts } from "../texts";
import { usePage } from "./context";

const words = texts.airing;

function useAiring() {
  const { state, nowMs } = usePage();
  const [failure, setFailure] = useState<string | null>(null);
  const devices = [...(state.devices?.values() ?? [])];
  const pause = pauseOf(state.system, devices, nowMs);
  const hasWindow = devices.some((device) => device.window);
  const set = (paused: boolean) => {
    setFailure(null);
    api.pauseAll(paused).catch((error: unknown) => {
      setFailure(error instanceof Failure ? error.message : texts.failure.unreachable);
    });
  };
  return { pause, hasWindow, failure, set, live: state.link.kind === "live" };
}

export function AiringSwitch() {
  const { pause, hasWindow, failure, set, live } = useAiring();
  if (!hasWindow) return null;
  const airs = pause === null;
  return (
    <button
      class="sw"
      role="switch"
      aria-checked={airs}
      title={failure ? words.failed(failure) : undefined}
      disabled={!live}
      onClick={() => set(airs)}
    >
      {words.name}
      <i aria-hidden="true" />
    </button>
  );
}

export function PausedBanner() {
  const { nowMs } = usePage();
  const { pause, failure, set, live } = useAiring();
  if (pause === null) return null;
  const { since_ms: since, until_ms: until, by } = pause;
  return (
    <section class="cut paused" aria-label={words.name}>
      <p role="status">
        <b class="hand">◆</b> {words.paused}{" "}
        <span class="s">
          {since !== null && words.since(moment(since, nowMs), words.by[by ?? ""] ?? null)}{" "}
          {until !== null && words.until(moment(until, nowMs))}
        </span>
      </p>
      {failure && <span class="s out">{words.failed(failure)}</span>}
      <button class="b p" disabled={!live} onClick={() => set(false)}>
        {words.resume}
      </button>
    </section>
  );
}
