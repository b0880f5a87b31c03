import { toHome } from "../router";
import { texts } from "../texts";

export function NotFound() {
  return (
    <section class="card note">
      <h1>{texts.room.notFound}</h1>
      <p>{texts.room.notFoundLead}</p>
      <a class="b p" href={toHome}>
        {texts.room.toHome}
      </a>
    </section>
  );
}
