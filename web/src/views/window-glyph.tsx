// A window as its device reports it: the open area, the sash, and on the sill its pin and interval.
import { useId } from "preact/hooks";
import * as glyph from "../rooms/glyph";
import { glyphName, type GlyphFacts } from "../rooms/glyph-facts";
import { percent } from "../format";
import { useEased } from "./eased";

export function WindowGlyph({ facts, width }: { facts: GlyphFacts; width: number }) {
  const clip = useId();
  const position = useEased(facts.position);
  const drifts = facts.moving && !facts.unknown;
  const state = facts.stuck ? "bad" : facts.unknown ? "unk" : "";
  return (
    <svg
      class={`w ${state} ${drifts ? "mv" : ""}`}
      width={width}
      viewBox="0 0 120 130"
      role="img"
      aria-label={glyphName(facts)}
    >
      <path class="fr" d={glyph.framePath} />
      {facts.unknown ? (
        <LastKnown position={facts.position} />
      ) : (
        <>
          <clipPath id={clip}>
            <path d={glyph.openAreaPath(position)} />
          </clipPath>
          <g clip-path={`url(#${clip})`}>
            <path class="op" d={glyph.openAreaPath(100)} />
            <path class="wv" d={glyph.breathPath} />
          </g>
          <path class="sa" d={glyph.sashPath(position)} />
          {facts.moving && <path class="tg" d={glyph.uprightPath(facts.target)} />}
          <path class="ha" d={glyph.handlePath(position)} />
          {facts.stuck && <Cross position={position} />}
        </>
      )}
      {facts.preview !== null && <Preview position={facts.preview} />}
      <Sill facts={facts} position={position} />
    </svg>
  );
}

function LastKnown({ position }: { position: number }) {
  const side = position > 50 ? 38 : 72;
  return (
    <>
      <path class="sa" d={glyph.uprightPath(position)} />
      <text x={side} y="67" class="q">
        ?
      </text>
    </>
  );
}

function Cross({ position }: { position: number }) {
  return (
    <>
      <path class="xb" d={glyph.crossPath(position)} />
      <path class="x" d={glyph.crossPath(position)} />
    </>
  );
}

function Preview({ position }: { position: number }) {
  return (
    <>
      <path class="pv" d={glyph.sashPath(position)} />
      <text class="pv-at" x="60" y="36">
        {percent(position)}
      </text>
    </>
  );
}

function Sill({ facts, position }: { facts: GlyphFacts; position: number }) {
  const best = facts.best && glyph.interval(facts.best.low, facts.best.high);
  return (
    <>
      <path class="tk" d={glyph.ticksPath} />
      {best && <rect class="iv" x={best.x} y="114" width={best.width} height="8" rx="2" />}
      {!facts.unknown &&
        (facts.held ? (
          <path class="dm" d={glyph.diamondPath(position)} />
        ) : (
          <path class="pt" d={glyph.pinPath(position)} />
        ))}
    </>
  );
}
