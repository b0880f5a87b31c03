// What a hand just did, with ten seconds to take it back; longer while it has the focus.
import { useEffect, useState } from "preact/hooks";
import { moment, percent } from "../format";
import { texts } from "../texts";
import { usePage } from "./context";

const shownMs = 10_000;

export function Toast() {
  const { state, pause, nowMs, dispatch, take } = usePage();
  const [kept, setKept] = useState(false);
  const wish = state.toast;
  useEffect(() => setKept(false), [wish?.askedMs]);
  useEffect(() => {
    if (!wish || kept) return;
    const timer = setTimeout(() => dispatch({ type: "toast closed" }), shownMs);
    return () => clearTimeout(timer);
  }, [wish, kept]);

  const window = wish ? state.devices?.get(wish.device)?.window : null;
  const text = () => {
    if (!wish || !window) return null;
    if (wish.want.kind === "release") {
      return pause ? null : texts.take.releasedToast(wish.room); // paused, the hub holds it again
    }
    const until = moment(window.hold_until_ms ?? nowMs, nowMs);
    return window.target < 0.5
      ? texts.take.closedToast(wish.room, until)
      : texts.take.heldToast(wish.room, percent(window.target), until);
  };
  const said = text();
  return (
    <div role="status">
      {said && wish && (
        <div
          class="toast"
          onFocusIn={() => setKept(true)}
          onFocusOut={() => setKept(false)}
          onMouseEnter={() => setKept(true)}
          onMouseLeave={() => setKept(false)}
        >
          {said}
          <button class="b" onClick={() => void take.undo(wish)}>
            {texts.take.undo}
          </button>
        </div>
      )}
    </div>
  );
}
