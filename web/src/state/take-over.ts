// Sends a person's wish to the hub and tells the store how it went.
import { Failure, type Api } from "../api/client";
import { texts } from "../texts";
import type { Store } from "./store";
import { ask, undoOf, type Want, type Wish } from "./wish";

export interface TakeOver {
  wish(device: string, room: string, want: Want): Promise<void>;
  undo(wish: Wish): Promise<void>;
}

export function takeOver(store: Store, api: Api, clock: () => number = Date.now): TakeOver {
  const hubNowMs = () => clock() + store.get().clockAheadMs;

  async function wish(device: string, room: string, want: Want) {
    const known = store.get().devices?.get(device);
    const heardMs = known?.last_event?.time_ms ?? 0;
    const asked = ask(device, room, want, known?.window ?? null, hubNowMs(), heardMs);
    store.dispatch({ type: "asked", wish: asked });
    try {
      if (want.kind === "release") await api.release(device);
      else await api.moveWindow(device, want.position, want.holdS);
      store.dispatch({ type: "accepted", wish: asked });
    } catch (error) {
      const why = error instanceof Failure ? error.message : texts.failure.unreachable;
      store.dispatch({ type: "refused", wish: asked, why });
    }
  }

  return {
    wish,
    undo: (done) => wish(done.device, done.room, undoOf(done, hubNowMs())),
  };
}
