// A room's card; on phones a row that opens in place.
import { toRoom } from "../router";
import type { Metric } from "../rooms/comfort";
import type { Room } from "../rooms/rooms";
import { metricView, roomView, type Known } from "../rooms/view";
import { texts } from "../texts";
import { useState } from "preact/hooks";
import { Actions } from "./actions";
import { asKnown, usePage } from "./context";
import { MainReading, SmallReading } from "./readings";
import { useTake } from "./take";
import { WhyLine } from "./why-line";
import { WindowGlyph } from "./window-glyph";

export interface CardProps {
  room: Room;
  open: boolean;
  toggle(): void;
}

const glyphWidth = 124;
const smallMetrics: readonly Metric[] = ["humidity", "co2", "sound_volume"];

export function Card({ room, open, toggle }: CardProps) {
  const { state, bands, pause, knownMs } = usePage();
  const [preview, setPreview] = useState<number | null>(null);
  const take = useTake(room);
  const known: Known = {
    intervals: state.intervals,
    live: state.link.kind === "live",
    byYou: take.byYou,
    pause,
    bands,
    nowMs: knownMs,
  };
  const view = roomView(room, known);
  const { condition } = view;
  const readings = smallMetrics.map((metric) => ({
    metric,
    reading: metricView(room, metric, known, state.units),
  }));
  // Air is shown where it is measured; humidity and sound always, as "no sensor" when absent.
  const tiles = readings.filter(({ metric, reading }) => metric !== "co2" || reading !== null);
  return (
    <article class={`card room ${open ? "open" : ""} ${view.old ? "old" : ""}`} data-room={room.id}>
      <div class="row sp head">
        <h2>
          <a href={toRoom(room.id)}>{room.name}</a>
        </h2>
        <span class={`tag ${condition.tone}`}>{asKnown(condition.word, state)}</span>
      </div>
      <button
        class="more"
        aria-expanded={open}
        aria-label={open ? texts.card.less(room.name) : texts.card.more(room.name)}
        onClick={toggle}
      />
      <div class="mid">
        {view.glyph && <WindowGlyph facts={{ ...view.glyph, preview }} width={glyphWidth} />}
        <MainReading reading={metricView(room, "temperature", known, state.units)} />
      </div>
      <div class="ms">
        {tiles.map(({ metric, reading }) => (
          <SmallReading key={metric} metric={metric} reading={reading} />
        ))}
      </div>
      <WhyLine why={view.why} wish={take.wish} dismiss={take.dismiss} />
      {room.windowDevice && (
        <Actions room={room} take={take} preview={preview} setPreview={setPreview} />
      )}
    </article>
  );
}
