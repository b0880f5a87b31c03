// For how long a hand holds the window.
import { holdChoices } from "../state/hold";
import { texts } from "../texts";
import { usePage } from "./context";

export function HoldChoices() {
  const { state, dispatch } = usePage();
  return (
    <div class="holds">
      <span class="lab">{texts.take.holdFor}</span>
      <div class="seg" role="group" aria-label={texts.take.holdFor}>
        {holdChoices.map((choice) => (
          <button
            key={choice}
            type="button"
            aria-pressed={state.hold === choice}
            onClick={() => dispatch({ type: "hold chosen", hold: choice })}
          >
            {texts.take.holds[choice]}
          </button>
        ))}
      </div>
      {state.hold === "open" && <p class="xs">{texts.take.openLimit}</p>}
    </div>
  );
}
