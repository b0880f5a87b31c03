// One device: what it is, its name and room, its settings, and the travel of its window.
import { useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import type { Device } from "../api/types";
import { age } from "../format";
import { toDevices } from "../router";
import { texts } from "../texts";
import { Calibration } from "./calibration";
import { usePage } from "./context";
import { Describe } from "./describe";
import { signalOf, stateOf } from "./devices";
import { SettingsCard } from "./settings";
import { TriggerCard } from "./trigger-card";

export function DevicePage({ id }: { id: string }) {
  const page = usePage();
  const { state } = page;
  if (!state.devices) return <p class="s loading">{texts.system.loading}</p>;
  const device = state.devices.get(id);
  if (!device) return <NoDevice />;
  const { word, tone } = stateOf(device, page);
  return (
    <>
      <div class="hd">
        <nav class="crumb" aria-label={texts.room.crumbs}>
          <a href={toDevices}>{texts.devices.title}</a>
          <span aria-hidden="true"> / </span>
        </nav>
        <h1>{device.name}</h1>
        <span class={`tag ${tone || "quiet"}`}>{word}</span>
      </div>
      <div class="halves">
        <div class="col">
          <About device={device} />
          <Describe key={device.id} device={device} />
          {device.has_window && <TriggerCard key={device.id} device={device} />}
        </div>
        <div class="col">
          <SettingsCard key={device.id} device={device} />
          {device.has_window && <Calibration device={device} />}
        </div>
      </div>
    </>
  );
}

function NoDevice() {
  return (
    <section class="card note">
      <h1>{texts.devices.notFound}</h1>
      <p>{texts.devices.notFoundLead}</p>
      <a class="b p" href={toDevices}>
        {texts.devices.toAll}
      </a>
    </section>
  );
}

function About({ device }: { device: Device }) {
  const { nowMs } = usePage();
  const { facts, capability, events } = texts.devices;
  const last = device.last_event;
  const said = last && [events[last.event] ?? last.event, last.reason].filter(Boolean).join(": ");
  const rows: [string, string][] = [
    [facts.id, device.id],
    [facts.chip, device.chip ?? texts.none],
    [facts.version, device.firmware ?? texts.none],
    [facts.signal, signalOf(device)],
    [facts.heard, age(device.last_seen_ms, nowMs)],
    [facts.first, age(device.first_seen_ms, nowMs)],
    [facts.can, device.capabilities.map((each) => capability[each] ?? each).join(", ")],
    [facts.event, last ? `${said}, ${age(last.time_ms, nowMs)}` : texts.none],
  ];
  return (
    <section class="card" aria-labelledby="about">
      <h2 id="about">{texts.devices.about}</h2>
      <dl class="facts">
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value || texts.none}</dd>
          </div>
        ))}
      </dl>
      <Identify device={device} />
    </section>
  );
}

function Identify({ device }: { device: Device }) {
  const { state, nowMs } = usePage();
  const [askedMs, setAsked] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const ask = async () => {
    setAsked(nowMs);
    setFailure(null);
    try {
      await api.identify(device.id);
    } catch (error) {
      setFailure(error instanceof Failure ? error.message : texts.failure.unreachable);
    }
  };
  const { last_event: last } = device;
  const isAnswer = last !== null && last.request_id === null; // not about a decision of Luft's
  const answered = askedMs !== null && isAnswer && last.time_ms >= askedMs - 1000;
  const waiting = askedMs !== null && !answered && !failure;
  const silent = waiting && nowMs - askedMs > 5000;
  return (
    <div class="row wrap">
      <button class="b" disabled={state.link.kind !== "live"} onClick={() => void ask()}>
        {texts.devices.identify}
      </button>
      <span class="s" role="status">
        {failure ??
          (waiting
            ? silent
              ? texts.devices.noAnswer
              : texts.devices.asked
            : answered
              ? (texts.devices.events[last.event] ?? last.event)
              : texts.devices.identifyHint)}
      </span>
    </div>
  );
}
