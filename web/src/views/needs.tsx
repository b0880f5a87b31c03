// What needs a person: at most three, one action each, gone when the device says so.
import { useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import type { Device } from "../api/types";
import { percent } from "../format";
import { needsOf, type StuckNeed } from "../rooms/needs";
import type { Room } from "../rooms/rooms";
import { toDevice, toRoom } from "../router";
import { texts } from "../texts";
import { asKnown, usePage } from "./context";
import { useTake } from "./take";

const shown = 3;
const words = texts.needs;

export function Needs({ rooms }: { rooms: Room[] }) {
  const { state, pause, knownMs } = usePage();
  const needs = needsOf(rooms, state.devices?.values() ?? [], pause, knownMs);
  if (needs.length === 0) return null;
  return (
    <section aria-label={words.label}>
      {needs
        .slice(0, shown)
        .map((need) =>
          need.kind === "stuck" ? (
            <Stuck key={need.room.id} need={need} />
          ) : (
            <Contested key={need.device.id} device={need.device} />
          ),
        )}
      {needs.length > shown && <p class="s">{words.more(needs.length - shown)}</p>}
    </section>
  );
}

function Stuck({ need: { room, window, fault, retry } }: { need: StuckNeed }) {
  const { state } = usePage();
  const take = useTake(room);
  const measure = useMeasuring(room.windowDevice?.id ?? "");
  const isLuft = retry === "none" || retry === "later"; // who tries again
  const advice =
    retry === "later" ? words.advicePaused : isLuft ? words.adviceWait : words.advice[fault];
  return (
    <div class="card need">
      <div>
        <b class="fault">
          {asKnown(words.faults[fault](room.name, percent(window.position)), state)}
        </b>{" "}
        <span class="s">{advice}</span>
        {measure.failure && (
          <p class="s out" role="status">
            {texts.calibration.refused(measure.failure)}
          </p>
        )}
      </div>
      {isLuft ? (
        <a class="b p" href={toRoom(room.id)}>
          {words.openRoom}
        </a>
      ) : (
        <button
          class="b p"
          disabled={!take.possible}
          onClick={retry === "hold" ? take.again : measure.start}
        >
          {retry === "hold" ? words.tryAgain : words.measure}
        </button>
      )}
    </div>
  );
}

function useMeasuring(id: string) {
  const [failure, setFailure] = useState<string | null>(null);
  const start = () => {
    setFailure(null);
    api.calibrate(id).catch((error: unknown) => {
      setFailure(error instanceof Failure ? error.message : texts.failure.unreachable);
    });
  };
  return { failure, start };
}

function Contested({ device }: { device: Device }) {
  const { state } = usePage();
  return (
    <div class="card need">
      <div>
        <b class="fault">{asKnown(words.contested(device.id), state)}</b>{" "}
        <span class="s">{words.contestedAdvice}</span>
      </div>
      <a class="b p" href={toDevice(device.id)}>
        {words.openDevice}
      </a>
    </div>
  );
}
