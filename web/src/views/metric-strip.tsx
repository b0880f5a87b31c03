// The history of one metric in one room.
import { useMemo } from "preact/hooks";
import type { Series } from "../api/types";
import { columnsOf, comfortShare, extremesOf, gapsOf } from "../chart/series";
import { moment, number, percent, withUnit } from "../format";
import { rowsOfSeries } from "../chart/csv";
import type { Zoom } from "../router";
import { fieldsOf, judge, type Band, type Metric } from "../rooms/comfort";
import { readingOf, type Room } from "../rooms/rooms";
import { texts } from "../texts";
import { seriesIn, unitOf } from "../units";
import { usePage } from "./context";
import { StripView } from "./strip";

interface Props {
  room: Room;
  metric: Metric;
  series: Series;
  readFromMs: number; // where what was read begins: before that nothing is known yet
  fromMs: number;
  toMs: number;
  look(zoom: Zoom | null): void;
}

const heights: Partial<Record<Metric, number>> = { temperature: 112 };
const usualHeight = 72;

export function MetricStrip(props: Props) {
  const { room, metric, series, readFromMs, fromMs, toMs, look } = props;
  const { state, bands, nowMs } = usePage();
  const unit = unitOf(metric, state.units);
  const inUnit = (band: Band): Band => ({
    low: band.low === null ? null : unit.of(band.low),
    high: unit.of(band.high),
  });
  const band = inUnit(bands.at(metric, nowMs));
  const text = (value: number) => withUnit(number(value, unit.digits), unit.name);
  const shown = useMemo(() => seriesIn(series, state.units), [series, unit.name]);
  const heardMs = room.devices.find(({ id }) => id === series.device)?.first_seen_ms ?? 0;
  const data = useMemo(() => {
    // Before it was heard first nothing is missing; where there is nothing at all, all of it is.
    const beginMs = shown.points.length === 0 ? 0 : heardMs;
    const gaps = gapsOf(shown, Math.max(fromMs, readFromMs, beginMs), toMs);
    const fields = fieldsOf(metric, bands, fromMs, toMs).map((field) => ({
      ...field,
      band: inUnit(field.band),
    }));
    return { columns: columnsOf(shown, gaps), gaps, fields };
  }, [shown, readFromMs, heardMs, fromMs, toMs, bands]);
  const share = comfortShare(series.points, (ms) => bands.at(metric, ms));

  const caption = (index: number | null) => {
    const under = index === null ? null : data.columns.y[index];
    const now = readingOf(room, metric)?.value;
    const value = under ?? (now === undefined ? undefined : unit.of(now));
    const at = (index !== null && data.columns.x[index]) || nowMs;
    const outside =
      value !== undefined && judge(metric, unit.back(value), bands.at(metric, at)).word !== null;
    return (
      <>
        <h3>{texts.metric[metric]}</h3>
        <span class={`v ${outside ? "out" : ""}`}>
          {value === undefined ? texts.none : text(value)}
        </span>
        <span class="xs">
          {under != null && index !== null
            ? moment(at, nowMs)
            : share === null
              ? texts.room.noReadings
              : texts.comfort.share(percent(share))}
        </span>
      </>
    );
  };
  const extremes = extremesOf(shown.points);
  const summary = extremes
    ? texts.room.summary(
        text(extremes.first),
        text(extremes.last),
        text(extremes.min),
        text(extremes.max),
      )
    : texts.room.noReadings;
  const raw = shown.step === "raw";
  const { when, mean, lowest, highest } = texts.room.figures;
  const figures = {
    columns: raw ? [when, texts.metric[metric]] : [when, mean, lowest, highest],
    rows: () =>
      shown.points
        .map(([ms, ...values]) => [moment(ms, nowMs), ...values.slice(0, 3).map(text)])
        .reverse(),
    file: `${room.id}-${metric}`,
    csv: () => rowsOfSeries(shown),
  };
  return (
    <StripView
      spec={{
        group: room.id,
        scale: unit.name,
        height: heights[metric] ?? usualHeight,
        timeAxis: false,
        kind: "line",
        marks: band.low === null ? [band.high] : [band.low, band.high],
        label: (value) => number(value, Number.isInteger(value) ? 0 : 1),
        range: (min, max) => withBand(min, max, band.low ?? band.high * 0.6, band.high),
      }}
      data={data}
      fromMs={fromMs}
      toMs={toMs}
      title={texts.metric[metric]}
      name={texts.room.chart(texts.metric[metric], room.name)}
      figures={figures}
      summary={summary}
      caption={caption}
      look={look}
    />
  );
}

// The scale always holds the comfort band, with a little air around.
function withBand(
  min: number | null,
  max: number | null,
  low: number,
  high: number,
): [number, number] {
  const from = Math.min(min ?? low, low);
  const to = Math.max(max ?? high, high);
  const air = (to - from) * 0.08;
  return [from - air, to + air];
}
