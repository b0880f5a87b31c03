// A room's history: a strip for each metric and one for the window, on one time axis.
import { useEffect, useState } from "preact/hooks";
import type { Decision } from "../api/types";
import { moment, second } from "../format";
import { metrics } from "../rooms/comfort";
import type { Room } from "../rooms/rooms";
import { navigate, ranges, toRoom, type Range, type Zoom } from "../router";
import { texts } from "../texts";
import { usePage } from "./context";
import { MetricStrip } from "./metric-strip";
import { beginOf, choicesUpToMs, firstSeenMs, rangeMs, type History } from "./use-history";
import { WindowStrip } from "./window-strip";

interface Props {
  room: Room;
  range: Range;
  zoom: Zoom | null;
  history: History;
  show(decision: Decision): void;
}

const slideMostMs = 60 * second;
const slidePart = 300; // about two pixels

export function HistoryCard({ room, range, zoom, history, show }: Props) {
  const { nowMs } = usePage();
  const [newestMs, setTo] = useState(nowMs);
  const slideMs = Math.min(slideMostMs, (newestMs - beginOf(room, range, newestMs)) / slidePart);
  useEffect(() => {
    if (nowMs - newestMs >= slideMs) setTo(nowMs);
  }, [nowMs]);
  const toMs = zoom?.toMs ?? newestMs;
  const fromMs = zoom?.fromMs ?? beginOf(room, range, newestMs);
  const whole = toMs - fromMs >= rangeMs[range];
  const look = (next: Zoom | null) => navigate(toRoom(room.id, range, next), "replace");
  const title = () => {
    if (zoom) return texts.room.zoomedTo(moment(fromMs, nowMs), moment(toMs, nowMs));
    return whole ? texts.room.history[range] : texts.room.since(moment(firstSeenMs(room), nowMs));
  };
  const found = metrics.flatMap((metric) => {
    const series = history.series[metric];
    return series ? [{ metric, series }] : [];
  });
  const step = found[0]?.series.step;
  return (
    <section class="card" aria-labelledby="history">
      <div class="row sp wrap ranges">
        <h2 id="history">{title()}</h2>
        <nav class="seg" aria-label={texts.room.range}>
          {ranges.map((each) => (
            <a key={each} href={toRoom(room.id, each)} aria-current={each === range || undefined}>
              {texts.room.ranges[each]}
            </a>
          ))}
        </nav>
      </div>
      <Look fromMs={fromMs} toMs={toMs} newestMs={newestMs} zoomed={zoom !== null} look={look} />
      {history.failure && <p class="s out">{texts.room.failed(history.failure)}</p>}
      {history.loading && <p class="s loading">{texts.room.loading}</p>}
      {!history.loading && found.length === 0 && !history.failure && (
        <p class="s">{texts.room.noReadings}</p>
      )}
      {found.map(({ metric, series }) => (
        <MetricStrip
          key={metric}
          {...{ room, metric, series, fromMs, toMs, look }}
          readFromMs={history.fromMs}
        />
      ))}
      {!history.loading && room.windowDevice && (
        <WindowStrip {...{ room, history, fromMs, toMs, look, show }} />
      )}
      {history.moves.isCut && (
        <p class="s">{texts.room.positionsSince(moment(history.moves.sinceMs, nowMs))}</p>
      )}
      {toMs - fromMs > choicesUpToMs && room.windowDevice && <p class="s">{texts.room.tooLong}</p>}
      {found.length > 0 && (
        <p class="key xs">
          <span>{texts.room.keyBand}</span>
          <span>{texts.room.keyOutside}</span>
          <span>{texts.room.keyGap}</span>
          {step && <span>{texts.room.steps[step]}</span>}
          <span>{texts.room.keyHand}</span>
          <span>{texts.room.keyZoom}</span>
        </p>
      )}
    </section>
  );
}

interface LookProps {
  fromMs: number;
  toMs: number;
  newestMs: number;
  zoomed: boolean;
  look(zoom: Zoom | null): void;
}

const leastMs = 60 * second;

// Zoom and pan for those without a mouse: the same as dragging.
function Look({ fromMs, toMs, newestMs, zoomed, look }: LookProps) {
  const span = toMs - fromMs;
  const by = (ms: number) => look({ fromMs: fromMs + ms, toMs: toMs + ms });
  const later = Math.min(span / 2, newestMs - toMs);
  const closer = () => look({ fromMs: fromMs + span / 4, toMs: toMs - span / 4 });
  return (
    <div class="row wrap look" role="group" aria-label={texts.room.view}>
      <button class="b" onClick={() => by(-span / 2)}>
        {texts.room.earlier}
      </button>
      <button class="b" disabled={!zoomed || later <= 0} onClick={() => by(later)}>
        {texts.room.later}
      </button>
      <button class="b" disabled={span <= leastMs} onClick={closer}>
        {texts.room.closer}
      </button>
      <button class="b" disabled={!zoomed} onClick={() => look(null)}>
        {texts.room.zoomed}
      </button>
    </div>
  );
}
