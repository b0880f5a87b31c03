// What people call a device, and where it is.
import { useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import type { Device } from "../api/types";
import { texts } from "../texts";
import { usePage } from "./context";

interface Wrong {
  name: boolean;
  room: boolean;
}

const mostBytes = 64;
const roles = ["indoor", "outdoor"] as const;

const fits = (text: string) => new TextEncoder().encode(text).length <= mostBytes;

export function Describe({ device }: { device: Device }) {
  const { state } = usePage();
  const [name, setName] = useState(device.name);
  const [room, setRoom] = useState(device.room === device.id ? "" : device.room);
  const [role, setRole] = useState(device.role);
  const [said, setSaid] = useState<string | null>(null);
  const [wrong, setWrong] = useState<Wrong>({ name: false, room: false });
  const words = texts.devices;
  const rooms = new Set([...(state.devices?.values() ?? [])].map((each) => each.room));
  const check = (): Wrong => ({ name: name.trim() === "" || !fits(name), room: !fits(room) });

  const save = async (event: Event) => {
    event.preventDefault();
    const found = check();
    setWrong(found);
    const first = found.name ? "device-name" : found.room ? "device-room" : null;
    if (first) return document.getElementById(first)?.focus();
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
            aria-invalid={wrong.name}
            aria-describedby={wrong.name ? "device-name-error" : undefined}
            onInput={(event) => {
              setName(event.currentTarget.value);
              setWrong({ ...wrong, name: false });
            }}
            onBlur={() => setWrong(check())}
          />
        </label>
        {wrong.name && (
          <p class="s fault" id="device-name-error">
            {words.nameError}
          </p>
        )}
        <label>
          <span>{words.room}</span>
          <input
            id="device-room"
            value={room}
            list="rooms-known"
            aria-invalid={wrong.room}
            aria-describedby={wrong.room ? "device-room-error" : "room-hint"}
            onInput={(event) => {
              setRoom(event.currentTarget.value);
              setWrong({ ...wrong, room: false });
            }}
            onBlur={() => setWrong(check())}
          />
        </label>
        {wrong.room && (
          <p class="s fault" id="device-room-error">
            {words.roomError}
          </p>
        )}
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
