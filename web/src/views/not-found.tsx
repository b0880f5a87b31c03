// An address that leads nowhere: to no room, or to no page at all.
import { toHome } from "../router";
import { texts } from "../texts";

export function NotFound({ what }: { what: "room" | "page" }) {
  const { title, lead } = texts.notFound[what];
  return (
    <section class="card note">
      <h1>{title}</h1>
      <p>{lead}</p>
      <a class="b p" href={toHome}>
        {texts.notFound.toHome}
      </a>
    </section>
  );
}
