// Which units this browser shows.
import { texts } from "../texts";
import { offered, quantities, type Quantity } from "../units";
import { usePage } from "./context";

export function UnitsCard() {
  return (
    <section class="card" aria-labelledby="units">
      <h2 id="units">{texts.units.title}</h2>
      <p class="s">{texts.units.lead}</p>
      <div class="fields">
        {quantities.map((each) => (
          <Choice key={each} quantity={each} />
        ))}
      </div>
    </section>
  );
}

function Choice({ quantity }: { quantity: Quantity }) {
  const { state, dispatch } = usePage();
  const id = `unit-${quantity}`;
  const choose = (name: string) =>
    dispatch({ type: "units chosen", units: { ...state.units, [quantity]: name } });
  return (
    <div class="field">
      <label for={id}>{texts.units.of[quantity]}</label>
      <select
        id={id}
        value={state.units[quantity]}
        onChange={(event) => choose(event.currentTarget.value)}
      >
        {offered[quantity].map(({ name }) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </div>
  );
}
