// Faults that need a person: oldest first, at most three, one action each.
import { percent } from "../format";
import { windowOf, type Room } from "../rooms/rooms";
import { isStuck } from "../rooms/window";
import { texts } from "../texts";
import { usePage } from "./context";
import { useTake } from "./take";

const shown = 3;

export function Needs({ rooms }: { rooms: Room[] }) {
  const { nowMs } = usePage();
  const stuck = rooms
    .flatMap((room) => {
      const window = windowOf(room);
      return window && isStuck(window, nowMs) ? [{ room, window }] : [];
    })
    .sort((a, b) => a.window.time_ms - b.window.time_ms);
  if (stuck.length === 0) return null;
  return (
    <section aria-label={texts.needs.label}>
      {stuck.slice(0, shown).map(({ room, window }) => (
        <Stuck key={room.id} room={room} position={window.position} target={window.target} />
      ))}
      {stuck.length > shown && <p class="s">{texts.needs.more(stuck.length - shown)}</p>}
    </section>
  );
}

function Stuck({ room, position, target }: { room: Room; position: number; target: number }) {
  const take = useTake(room);
  return (
    <div class="card need">
      <div>
        <b class="fault">{texts.needs.stuck(room.name, percent(position))}</b>{" "}
        <span class="s">{texts.needs.stuckAdvice}</span>
      </div>
      <button class="b p" disabled={!take.possible} onClick={() => take.move(target)}>
        {texts.needs.tryAgain}
      </button>
    </div>
  );
}
