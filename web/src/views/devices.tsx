// Devices: which there are, whether they speak, and what they run.
import type { Device } from "../api/types";
import { age, withUnit, number } from "../format";
import { deviceIsSilent } from "../rooms/freshness";
import { signalWord } from "../rooms/signal";
import { toDevice } from "../router";
import { texts } from "../texts";
import { asKnown, usePage, type Page } from "./context";
import { Empty } from "./empty";
import "../styles/operating.css";

// "good, −64 dBm"; what a device does not say is not known.
export function signalOf({ signal_dbm: dbm }: Device): string {
  if (dbm === null) return texts.none;
  return texts.devices.signal(texts.devices.signals[signalWord(dbm)], withUnit(number(dbm), "dBm"));
}

// The one word a device gets, and whether a person should look.
export function stateOf(device: Device, { state, knownMs }: Page): { word: string; tone: string } {
  const { states } = texts.devices;
  if (device.contested) return { word: states.contested, tone: "fault" };
  if (deviceIsSilent(device, knownMs)) return { word: states.silent, tone: "out" };
  if (device.wrong_clock) return { word: states.clock, tone: "out" };
  return { word: asKnown(states.speaks, state), tone: "" };
}

export function DevicesPage() {
  const { state, knownMs } = usePage();
  if (!state.devices) return <p class="s loading">{texts.system.loading}</p>;
  const all = [...state.devices.values()].sort((a, b) =>
    a.name.localeCompare(b.name, undefined, { numeric: true }),
  );
  if (all.length === 0) return <Empty />;
  const silent = all.filter((device) => deviceIsSilent(device, knownMs)).length;
  const { columns } = texts.devices;
  return (
    <>
      <div class="sum">
        <div>
          <h1>{texts.devices.all(all.length)}</h1>
          {silent > 0 && <p class="s">{asKnown(texts.devices.silent(silent), state)}</p>}
        </div>
      </div>
      <section class="card stack" aria-label={texts.devices.title}>
        <table class="devices">
          <thead>
            <tr>
              <th scope="col">{columns.name}</th>
              <th scope="col">{columns.room}</th>
              <th scope="col">{columns.state}</th>
              <th scope="col">{columns.seen}</th>
              <th scope="col" class="n">
                {columns.signal}
              </th>
              <th scope="col">{columns.version}</th>
              <th scope="col">{columns.settings}</th>
            </tr>
          </thead>
          <tbody>
            {all.map((device) => (
              <Row key={device.id} device={device} />
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}

function Row({ device }: { device: Device }) {
  const page = usePage();
  const { nowMs } = page;
  const { columns, settingsStates, ownSettings } = texts.devices;
  const { word, tone } = stateOf(device, page);
  const settings = device.settings === null ? ownSettings : settingsStates[device.settings];
  return (
    <tr data-device={device.id}>
      <th scope="row">
        <a href={toDevice(device.id)}>{device.name}</a>
      </th>
      <td data-label={columns.room}>{device.room}</td>
      <td data-label={columns.state} class={tone && `${tone} away`}>
        {word}
      </td>
      <td data-label={columns.seen}>{age(device.last_seen_ms, nowMs)}</td>
      <td data-label={columns.signal} class="n">
        {signalOf(device)}
      </td>
      <td data-label={columns.version}>{device.firmware ?? texts.none}</td>
      <td data-label={columns.settings} class={device.settings === "refused" ? "out away" : ""}>
        {settings}
      </td>
    </tr>
  );
}
