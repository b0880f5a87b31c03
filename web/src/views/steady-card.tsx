// A room's card that is drawn again only when something that it shows changed: with 50 rooms there
// is news of one of them in every frame.
import { useMemo } from "preact/hooks";
import { second } from "../format";
import { Card, type CardProps } from "./card";
import { PageContext, usePage } from "./context";

export function SteadyCard({ room, open, toggle }: CardProps) {
  const page = usePage();
  const { state, bands, pause, nowMs } = page;
  const shown = [
    room, // and with it the intervals of its devices, which are learned from its readings
    open,
    Math.floor(nowMs / second), // ages
    state.link.kind,
    state.wishes.get(room.windowDevice?.id ?? ""),
    state.hold,
    state.units,
    bands,
    pause?.until_ms,
  ];
  return useMemo(
    () => (
      <PageContext.Provider value={page}>
        <Card room={room} open={open} toggle={toggle} />
      </PageContext.Provider>
    ),
    shown,
  );
}
