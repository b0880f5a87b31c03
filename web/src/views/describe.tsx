// What people call a device, and where it is.
import { useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import type { Device } from "../api/types";
import { texts } from "../texts";
import { usePage } from "./context";

const mostBytes = 64;
const roles = ["indoor", "outdoor"] as const;

const fits = (text: string) => new TextEncoder().encode(text).length <= mostBytes;

export function Describe({ device }: { device: Device }) {
  const { state } = usePage();
  const [name, setName] = useState(device.name);
  const [room, setRoom] = useState(device.room === device.id ? "" : device.room);
  const [role, setRole] = useState(device.role);
  const [said, setSaid] = useState<string | null>(null);
  const [wrong, setWrong] = useState(false);
  const words = texts.devices;
  const rooms = new Set([...(state.devices?.values() ?? [])].map((each) => each.room));
  const misnamed = (text: string) => text.trim() === "" || !fits(text);
  const isWrong = () => misnamed(name) || !fits(room);

  const save = async (event: Event) => {
    event.preventDefault();
    setWrong(isWrong());
    if (isWrong()) {
      document.getElementById("device-name")?.focus();
      return;
    }
    try {
      await api.changeDevice(device.id, { name: name.trim(), room: room.trim(), role });
      setSaid(words.saved);
    } catch (error) {
      setSaid(error instanceof Failure ? error.message : texts.failure.unreachable);
    }
  };
  return (
    <section class="card" aria-labelledby="describe">
      <h2 id="describe">{words.describe}</h2>
      <form class="fields" onSubmit={(event) => void save(event)} onInput={() => setSaid(null)}>
        <label>
          <span>{words.name}</span>
          <input
            id="device-name"
            value={name}
            aria-invalid={wrong}
            aria-describedby={wrong ? "device-name-error" : undefined}
            onInput={(event) => {
              setName(event.currentTarget.value);
              if (!misnamed(event.currentTarget.value)) setWrong(false);
            }}
            onBlur={() => setWrong(isWrong())}
          />
        </label>
        {wrong && (
          <p class="s fault" id="device-name-error">
            {words.nameError}
          </p>
        )}
        <label>
          <span>{words.room}</span>
          <input
            value={room}
            list="rooms-known"
            aria-describedby="room-hint"
            onInput={(event) => setRoom(event.currentTarget.value)}
          />
        </label>
        <datalist id="rooms-known">
          {[...rooms].map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
        <p class="xs" id="room-hint">
          {words.roomHint}
        </p>
        <label>
          <span>{words.role}</span>
          <select value={role} onChange={(event) => setRole(event.currentTarget.value)}>
            {roles.map((each) => (
              <option key={each} value={each}>
                {words.roles[each]}
              </option>
            ))}
          </select>
        </label>
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
