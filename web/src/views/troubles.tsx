// On every page: a sentence for each part that is away and each alarm, for as long as it lasts.
import { toSystem, type Route } from "../router";
import { troublesOf } from "../state/trouble";
import { texts } from "../texts";
import { usePage } from "./context";

export function Troubles({ route }: { route: Route }) {
  const { state, nowMs } = usePage();
  // What a page that is cut off heard last says nothing of now.
  if (state.link.kind !== "live" || !state.system) return null;
  const troubles = troublesOf(state.system, state.model, nowMs);
  if (troubles.length === 0) return null;
  return (
    <section aria-label={texts.trouble.label}>
      {troubles.map(({ name, needsPerson, sentence }) => (
        <div key={name} class={`cut ${needsPerson ? "alarm" : "away"}`} data-trouble={name}>
          <p role="status">{sentence}</p>
          {route.page !== "system" && (
            <a class="b" href={toSystem}>
              {texts.trouble.look}
            </a>
          )}
        </div>
      ))}
    </section>
  );
}
