// One room: its window to take over, what Luft knew, its history and its decisions.
import { useState } from "preact/hooks";
import { age } from "../format";
import { lastSeenMs, windowOf, type Room } from "../rooms/rooms";
import { roomView } from "../rooms/view";
import { toHome, type Range, type Zoom } from "../router";
import { texts } from "../texts";
import { asKnown, usePage } from "./context";
import { Calibration } from "./calibration";
import { ComfortCard } from "./comfort-card";
import { Decisions, type Looked } from "./decisions";
import { DevicesHere } from "./devices-here";
import { HistoryCard } from "./history";
import { HoldChoices } from "./hold-choices";
import { Inputs } from "./inputs";
import { OpeningSlider } from "./opening-slider";
import { OtherReadings } from "./other-readings";
import { TasteOf } from "./tastes";
import { useTake } from "./take";
import { useHistory } from "./use-history";
import { WhyLine } from "./why-line";
import { WindowGlyph } from "./window-glyph";
import "uplot/dist/uPlot.min.css";
import "../styles/room.css";
import "../styles/operating.css";

interface Props {
  room: Room;
  range: Range;
  zoom: Zoom | null;
}

export function RoomPage({ room, range, zoom }: Props) {
  const { state, bands, pause, nowMs, knownMs } = usePage();
  const take = useTake(room);
  const history = useHistory(room, range, zoom);
  const [looked, setLooked] = useState<Looked | null>(null);
  const live = state.link.kind === "live";
  const { condition } = roomView(room, {
    intervals: state.intervals,
    live,
    byYou: take.byYou,
    pause,
    bands,
    nowMs: knownMs,
  });
  const decision = room.windowDevice?.decision;
  return (
    <>
      <div class="hd">
        <nav class="crumb" aria-label={texts.room.crumbs}>
          <a href={toHome}>{texts.nav.home}</a>
          <span aria-hidden="true"> / </span>
        </nav>
        <h1>{room.name}</h1>
        <span class={`tag ${condition.tone}`}>{asKnown(condition.word, state)}</span>
        <span class="s">{texts.room.lastReading(age(lastSeenMs(room), nowMs))}</span>
      </div>
      <div class="two">
        <div class="col">
          <WindowCard room={room} />
          {decision && <Inputs decision={decision} />}
          <OtherReadings room={room} />
          <DevicesHere room={room} />
          {room.windowDevice?.has_window && <Calibration device={room.windowDevice} />}
        </div>
        <div class="col">
          <HistoryCard
            {...{ room, range, zoom, history }}
            show={(shown) => setLooked({ decision: shown })}
          />
          <ComfortCard room={room} range={range} zoom={zoom} />
          {room.windowDevice && (
            <Decisions {...{ history, looked }} hasDecided={decision != null} />
          )}
        </div>
      </div>
    </>
  );
}

const glyphWidth = 260;

function WindowCard({ room }: { room: Room }) {
  const { state, bands, pause, knownMs } = usePage();
  const [preview, setPreview] = useState<number | null>(null);
  const take = useTake(room);
  const view = roomView(room, {
    intervals: state.intervals,
    live: state.link.kind === "live",
    byYou: take.byYou,
    pause,
    bands,
    nowMs: knownMs,
  });
  if (!view.glyph) {
    return (
      <section class="card">
        <p class="s">{texts.room.noWindow}</p>
      </section>
    );
  }
  const send = (position: number) => {
    setPreview(null);
    take.move(position);
  };
  return (
    <section class="card big" aria-label={texts.window.name}>
      <div class={`sill ${take.held ? "held" : ""}`}>
        <WindowGlyph facts={{ ...view.glyph, preview }} width={glyphWidth} />
        <OpeningSlider
          room={room.name}
          position={windowOf(room)?.position ?? 0}
          preview={preview}
          disabled={!take.possible}
          setPreview={setPreview}
          send={send}
        />
      </div>
      <WhyLine why={view.why} wish={take.wish} dismiss={take.dismiss} />
      {room.windowDevice && <TasteOf device={room.windowDevice.id} />}
      {view.silent ? (
        <p class="s">{texts.take.offSilent}</p>
      ) : (
        <>
          <HoldChoices />
          <div class="act" role="group" aria-label={texts.take.group(room.name)}>
            {[0, 50, 100].map((position, i) => (
              <button
                key={position}
                class="b"
                disabled={!take.possible}
                onClick={() => send(position)}
              >
                {[texts.take.close, texts.take.half, texts.take.open][i]}
              </button>
            ))}
          </div>
          {take.held && !pause && (
            <div class="act">
              {take.undo && (
                <button class="b" disabled={!take.possible} onClick={take.undo}>
                  {texts.take.undo}
                </button>
              )}
              <button class="b p" disabled={!take.possible} onClick={take.release}>
                {texts.take.handBack}
              </button>
            </div>
          )}
        </>
      )}
    </section>
  );
}
