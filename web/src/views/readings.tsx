// Values with their place on a track: a bar when measured now, a ring when old.
import { age } from "../format";
import type { Metric } from "../rooms/comfort";
import type { MetricView } from "../rooms/view";
import { texts } from "../texts";
import { unitOf } from "../units";
import { usePage } from "./context";

export function MainReading({ reading }: { reading: MetricView | null }) {
  const { state } = usePage();
  if (!reading) {
    return (
      <div class="rd">
        <div class="t none">
          {texts.none}
          <small> {unitOf("temperature", state.units).name}</small>
        </div>
        <span class="xs">{texts.noSensor}</span>
      </div>
    );
  }
  const { band } = reading;
  return (
    <div class={`rd ${reading.old ? "old" : ""} ${reading.word ? "out" : ""}`}>
      <div class="t">
        <span class="v">{reading.text}</span>
        <small> {reading.unit}</small>
      </div>
      <div class="tt">
        <Track reading={reading} />
        {band.low !== null && <Mark at={band.from} text={band.low} />}
        <Mark at={band.to} text={band.high} />
        <Age reading={reading} />
      </div>
    </div>
  );
}

function Mark({ at, text }: { at: number; text: string }) {
  return (
    <span class="end" style={{ left: `${at}%` }} aria-hidden="true">
      {text}
    </span>
  );
}

export function SmallReading({ metric, reading }: { metric: Metric; reading: MetricView | null }) {
  if (!reading) {
    return (
      <div>
        {texts.metric[metric]}
        <b>{texts.none}</b>
        {texts.noSensor}
      </div>
    );
  }
  return (
    <div class={`${reading.word ? "out" : ""} ${reading.old ? "old" : ""}`}>
      {texts.metric[metric]}
      <b>
        <span class="v">{reading.text}</span> <small>{reading.unit}</small>
      </b>
      <Track reading={reading} />
      <Age reading={reading} />
    </div>
  );
}

function Age({ reading }: { reading: MetricView }) {
  const { nowMs } = usePage();
  return reading.old ? <span class="age">{age(reading.timeMs, nowMs)}</span> : null;
}

export function Track({ reading }: { reading: MetricView }) {
  const { band, word } = reading;
  const said = word ? texts.comfort.words[word] : texts.comfort.band(band.low, band.high);
  return (
    <div class="tr">
      <span class="sr">{said}</span>
      <i style={{ left: `${band.from}%`, width: `${band.to - band.from}%` }} />
      <b
        class={`${word ? "o" : ""} ${reading.old ? "e" : ""}`}
        style={{ left: `${reading.marker}%` }}
      />
    </div>
  );
}
