// Nothing has spoken yet: what to do about it.
import { texts } from "../texts";

export function Empty() {
  return (
    <section class="card note">
      <h1>{texts.empty.title}</h1>
      <p>{texts.empty.lead}</p>
      <pre>{texts.empty.demo}</pre>
      <p>{texts.empty.stranger}</p>
      <pre>{texts.empty.publish}</pre>
    </section>
  );
}
