// When Luft is asked about one window, where that differs from luft.yaml.
import { useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import type { Device, TriggerSettings } from "../api/types";
import { texts } from "../texts";
import { usePage } from "./context";

const words = texts.trigger;
const names = Object.keys(words.fields) as (keyof TriggerSettings)[];

// Empty: as luft.yaml says. Not a number: undefined.
function parsed(text: string): number | null | undefined {
  if (text.trim() === "") return null;
  const value = Number(text.replace(",", "."));
  return value > 0 ? value : undefined;
}

export function TriggerCard({ device }: { device: Device }) {
  const { state } = usePage();
  const inForce = device.trigger_settings ?? {};
  const [typed, setTyped] = useState<Partial<Record<keyof TriggerSettings, string>>>({});
  const [said, setSaid] = useState<string | null>(null);
  const textOf = (name: keyof TriggerSettings) => typed[name] ?? String(inForce[name] ?? "");
  const isWrong = (name: keyof TriggerSettings) => parsed(textOf(name)) === undefined;
  const save = async (event: Event) => {
    event.preventDefault();
    const wrong = names.find(isWrong);
    if (wrong) return document.getElementById(`trigger-${wrong}`)?.focus();
    const trigger = Object.fromEntries(names.map((name) => [name, parsed(textOf(name)) ?? null]));
    try {
      await api.changeDevice(device.id, { trigger });
      setTyped({});
      setSaid(texts.devices.saved);
    } catch (error) {
      setSaid(error instanceof Failure ? error.message : texts.failure.unreachable);
    }
  };
  return (
    <section class="card" aria-labelledby="trigger">
      <h2 id="trigger">{words.title}</h2>
      <p class="s">{words.lead}</p>
      {device.trigger?.waiting && <p class="s">{words.waiting(device.trigger.waiting)}</p>}
      <form
        class="fields"
        noValidate
        onSubmit={(event) => void save(event)}
        onInput={() => setSaid(null)}
      >
        {names.map((name) => {
          const { label, unit } = words.fields[name];
          return (
            <div class="field" key={name}>
              <label for={`trigger-${name}`}>{label}</label>
              <span class="unit">
                <input
                  id={`trigger-${name}`}
                  value={textOf(name)}
                  inputMode="decimal"
                  aria-invalid={isWrong(name)}
                  aria-describedby={`trigger-${name}-hint`}
                  onInput={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })}
                />
                <span class="s">{unit}</span>
              </span>
              <p class={`xs ${isWrong(name) ? "fault" : ""}`} id={`trigger-${name}-hint`}>
                {isWrong(name)
                  ? texts.settings.numberError
                  : inForce[name] === undefined
                    ? words.asUsual
                    : words.own}
              </p>
            </div>
          );
        })}
        <div class="row wrap">
          <button class="b p" disabled={state.link.kind !== "live"}>
            {words.save}
          </button>
          <span class="s" role="status">
            {said}
          </span>
        </div>
      </form>
    </section>
  );
}
