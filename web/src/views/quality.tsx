// How good the model has been in this house, by people's hands, day by day.
import { api } from "../api/client";
import type { QualityPoint } from "../api/types";
import { saveCsv } from "../chart/csv";
import { hour, moment, number, percent, utcDate } from "../format";
import { texts } from "../texts";
import { usePage } from "./context";
import { useFigures } from "./use-figures";

const words = texts.model;

export function QualityHere() {
  const { nowMs } = usePage();
  const { figures: quality, failure } = useFigures(api.quality);
  const points = quality?.points ?? [];
  const hands = points.reduce((sum, point) => sum + point.hands, 0);
  return (
    <section class="card below" aria-labelledby="here">
      <h2 id="here">{words.here}</h2>
      <p class="s">{words.hereLead}</p>
      {failure && <p class="s out">{words.hereFailed(failure)}</p>}
      {quality && hands === 0 && <p class="s">{words.noHands}</p>}
      {points.length > 0 && quality && (
        <>
          <Table points={points} hourly={quality.step_s * 1000 === hour} nowMs={nowMs} />
          <button class="b all" onClick={() => saveCsv("model-quality", rowsOf(points))}>
            {words.csv}
          </button>
        </>
      )}
    </section>
  );
}

function rowsOf(points: readonly QualityPoint[]): (string | number | null)[][] {
  return [
    ["time", "decisions", "hands", "covered", "distance", "confidence", "overrides"],
    ...points.map((point) => [
      new Date(point.time_ms).toISOString(),
      point.decisions,
      point.hands,
      point.covered,
      point.distance,
      point.confidence,
      point.overrides,
    ]),
  ];
}

function Table(props: { points: readonly QualityPoint[]; hourly: boolean; nowMs: number }) {
  const { points, hourly, nowMs } = props;
  const { columns } = words;
  const orNone = (value: string | null) => value ?? texts.none;
  return (
    <div class="sc" tabIndex={0} role="region" aria-label={words.hereTable}>
      <table>
        <thead>
          <tr>
            <th scope="col">{hourly ? columns.hour : columns.day}</th>
            {(
              ["decisions", "confidence", "overrides", "hands", "covered", "distance"] as const
            ).map((column) => (
              <th key={column} scope="col" class="n">
                {columns[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...points].reverse().map((point) => (
            <tr key={point.time_ms}>
              <th scope="row">
                {hourly ? moment(point.time_ms, nowMs) : utcDate(point.time_ms, nowMs)}
              </th>
              <td class="n">{number(point.decisions)}</td>
              <td class="n">
                {orNone(point.confidence === null ? null : percent(100 * point.confidence))}
              </td>
              <td class="n">{number(point.overrides)}</td>
              <td class="n">{number(point.hands)}</td>
              <td class="n">
                {orNone(point.hands ? percent((100 * point.covered) / point.hands) : null)}
              </td>
              <td class="n">{orNone(point.distance === null ? null : percent(point.distance))}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
