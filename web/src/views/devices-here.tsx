// The devices of a room: whether they speak, how well they are heard, and where their settings are.
import type { Device } from "../api/types";
import type { Room } from "../rooms/rooms";
import { toDevice } from "../router";
import { texts } from "../texts";
import { usePage } from "./context";
import { signalOf, stateOf } from "./devices";

export function DevicesHere({ room }: { room: Room }) {
  return (
    <section class="card" aria-labelledby="here">
      <h2 id="here">{texts.room.devicesHere}</h2>
      <ul class="here">
        {room.devices.map((device) => (
          <Row key={device.id} device={device} />
        ))}
      </ul>
    </section>
  );
}

function Row({ device }: { device: Device }) {
  const { word, tone } = stateOf(device, usePage());
  const { settings } = device;
  return (
    <li>
      <a href={toDevice(device.id)}>{device.name}</a>
      <span class={`s ${tone && `${tone} away`}`}>{word}</span>
      {device.signal_dbm !== null && <span class="s">{signalOf(device)}</span>}
      {settings !== null && (
        <span class={`s ${settings === "refused" ? "out away" : ""}`} data-settings={settings}>
          {texts.room.settings(texts.devices.settingsStates[settings] ?? settings)}
        </span>
      )}
    </li>
  );
}
