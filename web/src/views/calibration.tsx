// Guides a person through measuring the travel of a window; the window says how it goes.
import { useEffect, useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import type { Device, WindowFault } from "../api/types";
import { percent } from "../format";
import { begin, follow, hasNoAnswer, stepOf, type Measuring } from "../rooms/measuring";
import { texts } from "../texts";
import { usePage } from "./context";

const words = texts.calibration;

export function Calibration({ device }: { device: Device }) {
  const { state, nowMs } = usePage();
  const [measuring, setMeasuring] = useState<Measuring | null>(null);
  useEffect(() => setMeasuring((known) => known && follow(known, device)), [device]);
  const start = async () => {
    const asked = begin(nowMs);
    setMeasuring(asked);
    try {
      await api.calibrate(device.id);
    } catch (error) {
      const why = error instanceof Failure ? error.message : texts.failure.unreachable;
      setMeasuring({ ...asked, phase: "refused", why });
    }
  };
  const current = stepOf(measuring);
  const isBusy = measuring?.phase === "running";
  return (
    <section class="card" aria-labelledby="calibration">
      <h2 id="calibration">{words.title}</h2>
      <p class="s">{words.lead}</p>
      <ol class="progress">
        {words.steps.map((step, i) => (
          <li
            key={step}
            class={i < current ? "passed" : ""}
            aria-current={i === current ? "step" : undefined}
          >
            {step}
          </li>
        ))}
      </ol>
      <div class="row wrap">
        <button
          class="b"
          disabled={state.link.kind !== "live" || isBusy}
          onClick={() => void start()}
        >
          {measuring && !isBusy ? words.again : words.start}
        </button>
        <span class="s" role="status">
          {measuring && said(measuring, device, nowMs)}
        </span>
      </div>
    </section>
  );
}

function said(measuring: Measuring, { window }: Device, nowMs: number): string {
  const why = texts.why.faults[measuring.why as WindowFault] ?? measuring.why ?? "";
  switch (measuring.phase) {
    case "asked":
      return hasNoAnswer(measuring, nowMs) ? words.noAnswer : words.asked;
    case "running":
      return words.running(percent(window?.position ?? 0));
    case "done":
      return words.done;
    case "failed":
      return words.failed(why);
    case "refused":
      return words.refused(why);
  }
}
