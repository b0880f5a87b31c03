// A room's history: a strip for each metric and one for Luft's choice, on one time axis.
import { useEffect, useState } from "preact/hooks";
import { second, time } from "../format";
import { metrics } from "../rooms/comfort";
import type { Room } from "../rooms/rooms";
import { toRoom, type Range } from "../router";
import { texts } from "../texts";
import { ChoiceStrip } from "./choice-strip";
import { usePage } from "./context";
import { MetricStrip } from "./metric-strip";
import { beginOf, firstSeenMs, rangeMs, type History } from "./use-history";

interface Props {
  room: Room;
  range: Range;
  history: History;
}

const ranges: readonly Range[] = ["hour", "day"];
const slideMostMs = 60 * second;
const slidePart = 300; // about two pixels

export function HistoryCard({ room, range, history }: Props) {
  const { nowMs } = usePage();
  const [toMs, setTo] = useState(nowMs);
  const slideMs = Math.min(slideMostMs, (toMs - beginOf(room, range, toMs)) / slidePart);
  useEffect(() => {
    if (nowMs - toMs >= slideMs) setTo(nowMs);
  }, [nowMs]);
  const fromMs = beginOf(room, range, toMs);
  const whole = toMs - fromMs >= rangeMs[range];
  const found = metrics.flatMap((metric) => {
    const series = history.series[metric];
    return series ? [{ metric, series }] : [];
  });
  const step = found[0]?.series.step;
  return (
    <section class="card" aria-labelledby="history">
      <div class="row sp wrap ranges">
        <h2 id="history">
          {whole ? texts.room.history[range] : texts.room.since(time(firstSeenMs(room)))}
        </h2>
        <nav class="seg" aria-label={texts.room.range}>
          {ranges.map((each) => (
            <a key={each} href={toRoom(room.id, each)} aria-current={each === range || undefined}>
              {texts.room.ranges[each]}
            </a>
          ))}
        </nav>
      </div>
      {history.failure && <p class="s out">{texts.room.failed(history.failure)}</p>}
      {history.loading && <p class="s loading">{texts.room.loading}</p>}
      {!history.loading && found.length === 0 && !history.failure && (
        <p class="s">{texts.room.noReadings}</p>
      )}
      {found.map(({ metric, series }) => (
        <MetricStrip key={metric} {...{ room, metric, series, fromMs, toMs }} />
      ))}
      {!history.loading && room.windowDevice && (
        <ChoiceStrip room={room} decisions={history.decisions} fromMs={fromMs} toMs={toMs} />
      )}
      {found.length > 0 && (
        <p class="key xs">
          <span>{texts.room.keyBand}</span>
          <span>{texts.room.keyOutside}</span>
          <span>{texts.room.keyGap}</span>
          {step && <span>{texts.room.steps[step]}</span>}
          <span>{texts.room.keyZoom}</span>
        </p>
      )}
    </section>
  );
}
