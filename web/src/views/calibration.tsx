// Guides a person through measuring the travel of a window; the window says how it goes.
import { useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import type { Device } from "../api/types";
import { percent } from "../format";
import { texts } from "../texts";
import { usePage } from "./context";

const noAnswerAfterMs = 5000;
const clockSlackMs = 1000;

export function Calibration({ device }: { device: Device }) {
  const { state, nowMs } = usePage();
  const [askedMs, setAsked] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const words = texts.calibration;
  const start = async () => {
    setAsked(nowMs);
    setFailure(null);
    try {
      await api.calibrate(device.id);
    } catch (error) {
      setFailure(error instanceof Failure ? error.message : texts.failure.unreachable);
    }
  };
  return (
    <section class="card" aria-labelledby="calibration">
      <h2 id="calibration">{words.title}</h2>
      <p class="s">{words.lead}</p>
      <ol class="steps">
        {words.steps.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      <div class="row wrap">
        <button class="b" disabled={state.link.kind !== "live"} onClick={() => void start()}>
          {words.start}
        </button>
        <span class="s" role="status">
          {failure ? words.refused(failure) : askedMs !== null && progress(device, askedMs, nowMs)}
        </span>
      </div>
    </section>
  );
}

// What the device has said since it was asked.
export function progress(device: Device, askedMs: number, nowMs: number): string {
  const words = texts.calibration;
  const since = askedMs - clockSlackMs;
  const { window, last_event: event } = device;
  if (event && event.time_ms >= since) {
    if (event.event === "refused") return words.refused(event.reason ?? "");
    if (event.event === "calibration_failed") return words.failed(event.reason ?? "");
  }
  if (window && window.time_ms >= since && window.cause === "calibration") {
    return window.moving ? words.running(percent(window.position)) : words.done;
  }
  return nowMs - askedMs > noAnswerAfterMs ? words.noAnswer : words.asked;
}
