// Home: the house in a sentence, what needs a person, then the rooms.
import { useState } from "preact/hooks";
import { houseExceptions, houseSentence, outdoorLine } from "../rooms/house";
import { outdoorOf, type Room } from "../rooms/rooms";
import { texts } from "../texts";
import { SteadyCard } from "./steady-card";
import { asKnown, usePage } from "./context";
import { Empty } from "./empty";
import { Needs } from "./needs";

export function Home({ rooms }: { rooms: Room[] | null }) {
  const { state, bands, pause, nowMs, knownMs } = usePage();
  const [open, setOpen] = useState<string | null>(null); // on phones one row is open at a time
  if (!rooms) return <Loading />;
  if (rooms.length === 0) return <Empty />;
  const outside = outdoorLine(outdoorOf(state.devices?.values() ?? []), state.units, nowMs);
  const exceptions = houseExceptions(rooms, pause !== null, knownMs);
  return (
    <>
      <div class="sum">
        <div>
          <h1>{asKnown(houseSentence(rooms, bands, knownMs), state)}</h1>
          {exceptions && <p class="s">{asKnown(exceptions, state)}</p>}
        </div>
        {outside && <p class="s">{outside}</p>}
      </div>
      <Needs rooms={rooms} />
      <section class="grid" aria-label={texts.nav.rooms}>
        {rooms.map((room) => (
          <SteadyCard
            key={room.id}
            room={room}
            open={open === room.id}
            toggle={() => setOpen((known) => (known === room.id ? null : room.id))}
          />
        ))}
      </section>
    </>
  );
}

// Empty frames; the style sheet shows them after 300 ms.
function Loading() {
  return (
    <>
      <h1 class="sr">{texts.empty.loading}</h1>
      <section class="grid loading" aria-busy="true" aria-label={texts.empty.loading}>
        <div class="card frame" />
        <div class="card frame" />
        <div class="card frame" />
      </section>
    </>
  );
}
