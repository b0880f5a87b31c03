// How long the room was comfortable in the chosen time, by what its sensors measured.
import { useEffect, useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import type { Series, Step } from "../api/types";
import { day, minute, percent, span } from "../format";
import { comfortHours, type ComfortHours, type MetricHours } from "../rooms/comfort-hours";
import { metrics, type Metric } from "../rooms/comfort";
import { readingOf, sensorsOf, type Room } from "../rooms/rooms";
import type { Range, Zoom } from "../router";
import { texts } from "../texts";
import { usePage } from "./context";
import { beginOf } from "./use-history";

const words = texts.room.comfort;

interface Props {
  room: Room;
  range: Range;
  zoom: Zoom | null;
}

const againMs = 10 * minute; // a new mean
const settlesMs = 300; // the charts come first, and whoever pans asks once
const finestUpToMs = 7 * day; // beyond it means of an hour are plenty

export function ComfortCard({ room, range, zoom }: Props) {
  const { hours, failure } = useComfort(room, range, zoom);
  if (hours && hours.metrics.length === 0 && !failure) return null;
  return (
    <section class="card" aria-labelledby="comfort">
      <h2 id="comfort">{words.title}</h2>
      {failure && <p class="s out">{texts.room.failed(failure)}</p>}
      {hours && hours.metrics.length > 0 && <Hours hours={hours} />}
    </section>
  );
}

function Hours({ hours }: { hours: ComfortHours }) {
  const { insideMs, measuredMs, missingMs } = hours;
  return (
    <>
      <p class="s">
        {words.together(span(insideMs), span(measuredMs))}
        {missingMs >= 10 * minute && ` ${words.missing(span(missingMs))}`}
      </p>
      <table class="hours">
        <thead class="sr">
          <tr>
            <th scope="col">{words.columns.metric}</th>
            <th scope="col">{words.columns.inside}</th>
            <th scope="col">{words.columns.outside}</th>
          </tr>
        </thead>
        <tbody>
          {hours.metrics.map((each) => (
            <Row key={each.metric} hours={each} />
          ))}
        </tbody>
      </table>
      <p class="xs">{words.foot}</p>
    </>
  );
}

function Row({ hours: { metric, insideMs, outside } }: { hours: MetricHours }) {
  const outsideMs = outside.reduce((sum, { ms }) => sum + ms, 0);
  const share = (100 * insideMs) / (insideMs + outsideMs);
  return (
    <tr data-metric={metric}>
      <th scope="row">{texts.metric[metric]}</th>
      <td>
        <span class="bar" aria-hidden="true">
          <i style={{ width: `${share}%` }} />
        </span>
        {span(insideMs)} <span class="xs">{percent(wholeShare(share))}</span>
      </td>
      <td class={outside.length > 0 ? "out" : ""}>
        {outside.length === 0
          ? texts.none
          : outside
              .map(({ word, ms }) => words.outside(texts.comfort.words[word], span(ms)))
              .join(", ")}
      </td>
    </tr>
  );
}

// All only when it was all, none only when it was none.
const wholeShare = (share: number) =>
  share > 0 && share < 100 ? Math.min(99, Math.max(1, Math.round(share))) : share;

function useComfort(room: Room, range: Range, zoom: Zoom | null) {
  const { state, bands } = usePage();
  const live = state.link.kind === "live";
  const [hours, setHours] = useState<ComfortHours | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const sensors = sensorsOf(room, metrics);
  useEffect(() => {
    if (!live) return;
    let wanted = true;
    const load = async () => {
      const now = Date.now() + state.clockAheadMs;
      const fromMs = zoom?.fromMs ?? beginOf(room, range, now);
      const toMs = zoom?.toMs ?? now;
      try {
        const found = comfortHours(await readMeans(room, fromMs, toMs), bands, fromMs, toMs);
        if (wanted) (setHours(found), setFailure(null));
      } catch (error) {
        const why = error instanceof Failure ? error.message : texts.failure.unreachable;
        if (wanted) setFailure(why);
      }
    };
    const soon = setTimeout(() => void load(), settlesMs);
    const timer = zoom ? null : setInterval(() => void load(), againMs);
    return () => {
      wanted = false;
      clearTimeout(soon);
      if (timer !== null) clearInterval(timer);
    };
  }, [room.id, range, zoom?.fromMs, zoom?.toMs, live, sensors, bands]);
  return { hours, failure };
}

async function readMeans(
  room: Room,
  fromMs: number,
  toMs: number,
): Promise<Partial<Record<Metric, Series>>> {
  const step: Step = toMs - fromMs <= finestUpToMs ? "10m" : "1h";
  const read = metrics.map(async (metric) => {
    const device = readingOf(room, metric)?.device;
    return device
      ? ([metric, await api.series(device, metric, fromMs, toMs, step)] as const)
      : null;
  });
  return Object.fromEntries((await Promise.all(read)).filter((entry) => entry !== null));
}
