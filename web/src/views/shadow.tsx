// What models in the shadow would have done, beside what was done: whether one is worth promoting.
import { api } from "../api/client";
import type { ShadowFigures } from "../api/types";
import { modelVersion, moment, number, percent } from "../format";
import { texts } from "../texts";
import { usePage } from "./context";
import { Fact } from "./fact";
import { useFigures } from "./use-figures";

const words = texts.model.shadows;

export function Shadows({ now }: { now: string | null }) {
  const { figures, failure } = useFigures(api.shadows);
  const models = figures?.models ?? [];
  const unasked =
    figures && now !== null && !models.some(({ model }) => modelVersion(model) === now);
  if (now === null && models.length === 0) return null;
  return (
    <section class="card below" aria-labelledby="shadows">
      <h2 id="shadows">{words.title}</h2>
      <p class="s">{words.lead(percent(figures?.tolerance ?? 0))}</p>
      {failure && <p class="s out">{texts.model.hereFailed(failure)}</p>}
      {unasked && <p>{words.unasked(now)}</p>}
      {models.map((model) => (
        <Beside key={model.model} figures={model} isNow={modelVersion(model.model) === now} />
      ))}
    </section>
  );
}

function Beside({ figures, isNow }: { figures: ShadowFigures; isNow: boolean }) {
  const { nowMs } = usePage();
  const { decisions, known, hands, along, against } = figures;
  const name = modelVersion(figures.model);
  const from = moment(figures.first_ms, nowMs);
  const title = isNow ? words.since(name, from) : words.was(name, moment(figures.last_ms, nowMs));
  const ofDecisions = (count: number, of: number) =>
    of ? words.share(number(count), number(of), percent((100 * count) / of)) : texts.none;
  const ofHands = (count: number) => words.of(number(count), number(hands));
  return (
    <>
      <h3 class="shadow">{title}</h3>
      <dl class="facts" aria-label={title} data-shadow={name}>
        <Fact name={words.decisions} text={number(decisions)} />
        <Fact name={words.same} text={ofDecisions(figures.same, decisions)} />
        <Fact name={words.stood} text={ofDecisions(figures.stood, known)} />
        {hands > 0 && (
          <>
            <Fact name={words.along} text={ofHands(along)} />
            <Fact name={words.against} text={ofHands(against)} />
            <Fact name={words.left} text={ofHands(hands - along - against)} />
          </>
        )}
      </dl>
      {hands === 0 && <p class="s">{words.noHands}</p>}
    </>
  );
}
