// The settings a device should have, with what is in force, waited for, or refused and why.
import { useEffect, useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import type { Config, Device } from "../api/types";
import {
  errorIn,
  fieldsOf,
  shown,
  standing,
  valueIn,
  wishOf,
  type Field,
} from "../rooms/setting-fields";
import { texts } from "../texts";
import { usePage } from "./context";

type Values = Record<string, string>;

const failureOf = (error: unknown) =>
  error instanceof Failure ? error.message : texts.failure.unreachable;

export function SettingsCard({ device }: { device: Device }) {
  const { state } = usePage();
  const live = state.link.kind === "live";
  const [config, setConfig] = useState<Config | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  // Read again whenever the device has looked at what is desired.
  useEffect(() => {
    if (!live) return;
    let wanted = true;
    api
      .config(device.id)
      .then((found) => wanted && (setConfig(found), setFailure(null)))
      .catch((error: unknown) => wanted && setFailure(failureOf(error)));
    return () => void (wanted = false);
  }, [device.id, device.settings, live]);
  return (
    <section class="card" aria-labelledby="settings">
      <h2 id="settings">{texts.settings.title}</h2>
      <p class="s">{texts.settings.lead}</p>
      {failure && <p class="s out">{texts.settings.failed(failure)}</p>}
      {config ? (
        <Form device={device} config={config} setConfig={setConfig} live={live} />
      ) : (
        !failure && <p class="s loading">{texts.settings.loading}</p>
      )}
    </section>
  );
}

interface FormProps {
  device: Device;
  config: Config;
  setConfig(config: Config): void;
  live: boolean;
}

const desiredText = (config: Config, field: Field) => {
  const value = valueIn(config.desired, field.setting);
  return field.kind === "flag" ? (value === undefined ? "" : String(value)) : shown(field, value);
};

function Form({ device, config, setConfig, live }: FormProps) {
  const { state } = usePage();
  const fields = fieldsOf(device.capabilities, state.units);
  const [typed, setTyped] = useState<Values>({});
  const [errors, setErrors] = useState<Values>({});
  const [said, setSaid] = useState<string | null>(null);
  const valueOf = (field: Field) => typed[field.setting] ?? desiredText(config, field);
  const values = Object.fromEntries(fields.map((field) => [field.setting, valueOf(field)]));
  const check = (which: readonly Field[]) => {
    const found: Values = { ...errors };
    for (const field of which) {
      const error = errorIn(field, valueOf(field));
      if (error) found[field.setting] = error;
      else delete found[field.setting];
    }
    const [from, to] = ["window.quiet_from_min", "window.quiet_to_min"] as const;
    if (from in values && !found[from] && !found[to] && !values[from] !== !values[to]) {
      if (which.length === fields.length) found[to] = texts.settings.bothError;
    }
    setErrors(found);
    return fields.find((field) => found[field.setting]);
  };
  const ask = async (event: Event) => {
    event.preventDefault();
    const wrong = check(fields);
    if (wrong) return document.getElementById(wrong.setting)?.focus();
    try {
      setConfig(await api.setConfig(device.id, wishOf(config.desired, fields, values)));
      setTyped({});
      setSaid(null);
    } catch (error) {
      setSaid(failureOf(error));
    }
  };
  return (
    <form class="fields" noValidate onSubmit={(event) => void ask(event)}>
      {fields.map((field) => (
        <FieldRow
          key={field.setting}
          field={field}
          value={valueOf(field)}
          error={errors[field.setting] ?? null}
          config={config}
          set={(text) => setTyped({ ...typed, [field.setting]: text })}
          leave={() => check([field])}
        />
      ))}
      {(config.reported?.refused ?? [])
        .filter((each) => !(each.setting in values))
        .map(({ setting, reason }) => (
          <p class="s out" key={setting}>
            {setting}: {texts.settings.refused(reason)}
          </p>
        ))}
      <div class="row wrap">
        <button class="b p" disabled={!live}>
          {texts.settings.ask}
        </button>
        <span class="s out" role="status">
          {said}
        </span>
      </div>
    </form>
  );
}

interface RowProps {
  field: Field;
  value: string;
  error: string | null;
  config: Config;
  set(text: string): void;
  leave(): void;
}

function FieldRow({ field, value, error, config, set, leave }: RowProps) {
  const { text, tone } = standing(field, config);
  const hint = `${field.setting}-hint`;
  const { yes, no } = texts.settings;
  return (
    <div class="field" data-setting={field.setting}>
      <label for={field.setting}>{field.label}</label>
      {field.kind === "flag" ? (
        <select
          id={field.setting}
          value={value}
          aria-describedby={hint}
          onChange={(event) => set(event.currentTarget.value)}
        >
          <option value="">{texts.none}</option>
          <option value="true">{yes}</option>
          <option value="false">{no}</option>
        </select>
      ) : (
        <span class="unit">
          <input
            id={field.setting}
            value={value}
            inputMode={field.kind === "time" ? "text" : "decimal"}
            aria-invalid={error !== null}
            aria-describedby={hint}
            onInput={(event) => set(event.currentTarget.value)}
            onBlur={leave}
          />
          {field.unit && <span class="s">{field.unit}</span>}
        </span>
      )}
      <p class={`xs ${error ? "fault" : tone}`} id={hint}>
        {error ?? text}
      </p>
    </div>
  );
}
