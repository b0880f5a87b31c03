// Taking over one room's window, as views use it.
import { second } from "../format";
import { isSilent } from "../rooms/freshness";
import { windowOf, type Room } from "../rooms/rooms";
import { isHeld } from "../rooms/window";
import { holdSeconds } from "../state/hold";
import { isOver, type Wish } from "../state/wish";
import { usePage } from "./context";

export interface Take {
  possible: boolean; // an action could arrive
  held: boolean;
  byYou: boolean;
  wish: Wish | null;
  move(position: number): void;
  again(): void; // the hold in force, once more and no longer
  release(): void;
  dismiss(): void; // what became of the wish was read
  undo: (() => void) | null; // puts back an earlier hold
}

export function useTake(room: Room): Take {
  const { state, nowMs, knownMs, dispatch, take } = usePage();
  const device = room.windowDevice?.id ?? "";
  const window = windowOf(room);
  const last = state.wishes.get(device);
  const wish = last && !isOver(last, nowMs) ? last : null;
  const done = wish?.phase === "moving" || wish?.phase === "there";
  const held = window !== null && isHeld(window, knownMs);
  const heldBefore = wish?.before != null && isHeld(wish.before, knownMs);
  return {
    possible: window !== null && state.link.kind === "live" && !isSilent(room, knownMs),
    held,
    byYou: held && done && wish.want.kind === "hold",
    wish,
    move(position) {
      const holdS = holdSeconds(state.hold, nowMs);
      void take.wish(device, room.name, { kind: "hold", position, holdS });
    },
    again() {
      if (!window || !held) return;
      const { target: position, hold_until_ms: until } = window;
      const holdS = Math.max(1, Math.round(((until ?? nowMs) - nowMs) / second));
      void take.wish(device, room.name, { kind: "hold", position, holdS });
    },
    release: () => void take.wish(device, room.name, { kind: "release" }),
    dismiss: () => wish && dispatch({ type: "dismissed", wish }),
    undo: wish && done && held && heldBefore ? () => void take.undo(wish) : null,
  };
}
