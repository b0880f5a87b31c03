// What a room's devices measure beyond comfort, when they do.
import { age } from "../format";
import { otherReadingsOf } from "../rooms/other-readings";
import type { Room } from "../rooms/rooms";
import { texts } from "../texts";
import { usePage } from "./context";

export function OtherReadings({ room }: { room: Room }) {
  const { state, nowMs } = usePage();
  const readings = otherReadingsOf(room, state.units);
  if (readings.length === 0) return null;
  return (
    <section class="card" aria-labelledby="others">
      <h2 id="others">{texts.room.others}</h2>
      <dl class="facts">
        {readings.map(({ metric, text, timeMs }) => (
          <div key={metric}>
            <dt>{texts.otherMetric[metric]}</dt>
            <dd>
              {text} <span class="xs">{age(timeMs, nowMs)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
