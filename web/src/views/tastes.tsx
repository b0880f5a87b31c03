// What the model learned of each room's people; nothing where it learned nothing.
import { title } from "../format";
import { roomsOf } from "../rooms/rooms";
import { tasteInWords, tasteOf } from "../rooms/taste";
import { texts } from "../texts";
import { usePage } from "./context";

export function Tastes() {
  const { state, nowMs } = usePage();
  const tastes = state.model?.tastes ?? [];
  if (tastes.length === 0) return null;
  const rooms = roomsOf(state.devices?.values() ?? []);
  const nameOf = (device: string) =>
    rooms.find(({ windowDevice }) => windowDevice?.id === device)?.name ?? title(device);
  return (
    <section class="card" aria-labelledby="tastes">
      <h2 id="tastes">{texts.taste.title}</h2>
      <p class="s">{texts.taste.lead}</p>
      <ul class="tastes">
        {tastes.map((taste) => (
          <li key={taste.device} data-taste={taste.device}>
            <b>{nameOf(taste.device)}</b> {tasteInWords(taste, state.units, nowMs)}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function TasteOf({ device }: { device: string }) {
  const { state, nowMs } = usePage();
  const taste = tasteOf(state.model?.tastes, device);
  if (!taste) return null;
  return <p class="s taste">{texts.taste.thisRoom(tasteInWords(taste, state.units, nowMs))}</p>;
}
