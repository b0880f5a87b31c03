// Model: which one decides, how good it is, which others there are, and what changed and why.
import { useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import type { ModelState, ModelVersion } from "../api/types";
import { moment, number, percent } from "../format";
import { texts } from "../texts";
import { asKnown, usePage } from "./context";
import { Fact } from "./fact";
import { QualityHere } from "./quality";
import { Shadows } from "./shadow";
import { Tastes } from "./tastes";
import "../styles/operating.css";

const words = texts.model;
const equipments = Object.keys(words.equipment);

const figure = (metrics: Record<string, number>, name: string, digits: number) =>
  metrics[name] === undefined ? texts.none : number(metrics[name], digits);
const share = (metrics: Record<string, number>, name: string) =>
  metrics[name] === undefined ? texts.none : percent(100 * metrics[name]);

export function ModelPage() {
  const { state } = usePage();
  const { model } = state;
  const wish = useModelWish(model);
  if (!model) return <p class="s loading">{texts.system.loading}</p>;
  const title = () => {
    if (model.online === false) return words.away;
    return model.version === null ? words.unknown : words.decides(model.version);
  };
  return (
    <>
      <div class="sum">
        <div>
          <h1>{asKnown(title(), state)}</h1>
          <p class="s" role="status">
            {wish.said}
          </p>
        </div>
      </div>
      <div class="halves">
        <div class="col">
          {Object.keys(model.metrics).length > 0 && <Measured metrics={model.metrics} />}
        </div>
        <div class="col">
          <Tastes />
          <History model={model} wish={wish} />
        </div>
      </div>
      <QualityHere />
      <Shadows now={model.shadow} />
      <Versions model={model} wish={wish} />
    </>
  );
}

interface ModelWish {
  possible: boolean;
  said: string | null;
  ask(call: () => Promise<{ id: string }>): void;
}

// A wish about the models, from the tap to the model's own answer.
function useModelWish(model: ModelState | null): ModelWish {
  const { state } = usePage();
  const [id, setId] = useState<string | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const ask = (call: () => Promise<{ id: string }>) => {
    setFailure(null);
    call()
      .then((answer) => setId(answer.id))
      .catch((error: unknown) =>
        setFailure(error instanceof Failure ? error.message : texts.failure.unreachable),
      );
  };
  const answer = id !== null && model?.answer?.id === id ? model.answer : null;
  const said = () => {
    if (failure) return words.refused(failure);
    if (id === null) return null;
    if (!answer) return words.asked;
    return answer.error ? words.refused(answer.error) : words.done;
  };
  return { possible: state.link.kind === "live" && model?.online === true, said: said(), ask };
}

function Measured({ metrics }: { metrics: Record<string, number> }) {
  return (
    <section class="card" aria-labelledby="measured">
      <h2 id="measured">{words.measured}</h2>
      <p class="s">{words.measuredLead}</p>
      {equipments.map((kind) => (
        <dl class="facts" key={kind} aria-label={words.equipment[kind]}>
          <div>
            <dt>
              <b>{words.equipment[kind]}</b>
            </dt>
            <dd />
          </div>
          <Fact name={words.cost} text={figure(metrics, `${kind}_cost_per_day`, 1)} />
          <Fact
            name={words.closedCost}
            text={figure(metrics, `${kind}_always_closed_cost_per_day`, 1)}
          />
          <Fact name={words.ruleCost} text={figure(metrics, `${kind}_best_rule_cost_per_day`, 1)} />
          <Fact
            name={words.teacherCost}
            text={figure(metrics, `${kind}_teacher_cost_per_day`, 1)}
          />
          <Fact name={words.coverage} text={share(metrics, `${kind}_coverage`)} />
          <Fact name={words.reliability} text={share(metrics, `${kind}_reliability_error`)} />
        </dl>
      ))}
    </section>
  );
}

function History({ model, wish }: { model: ModelState; wish: ModelWish }) {
  const { nowMs } = usePage();
  const changed = model.changes.some((change) => change.event !== "kept_back");
  return (
    <section class="card" aria-labelledby="changes">
      <h2 id="changes">{words.history}</h2>
      {model.changes.length === 0 && <p class="s">{words.noHistory}</p>}
      <ul class="changes">
        {model.changes.map((change) => (
          <li key={`${change.time_ms} ${change.event}`}>
            <span class="s">{moment(change.time_ms, nowMs)}</span>
            <span>
              <b>{change.version}</b> {words.events[change.event] ?? change.event}
              {change.reason && <span class="s">: {change.reason}</span>}
            </span>
          </li>
        ))}
      </ul>
      {changed && (
        <div class="row wrap">
          <button
            class="b"
            disabled={!wish.possible}
            onClick={() => wish.ask(() => api.rollBackModel())}
          >
            {words.rollBack}
          </button>
          <span class="s">{words.rollBackTo}</span>
        </div>
      )}
    </section>
  );
}

function Versions({ model, wish }: { model: ModelState; wish: ModelWish }) {
  const columns = words.version;
  return (
    <section class="card below stack" aria-labelledby="versions">
      <h2 id="versions">{words.versions}</h2>
      <p class="s">{words.shadowLead}</p>
      <table>
        <thead>
          <tr>
            <th scope="col">{columns.name}</th>
            <th scope="col" class="n">
              {columns.cost}
            </th>
            <th scope="col" class="n">
              {columns.coverage}
            </th>
            <th scope="col">{columns.state}</th>
            <th scope="col">{columns.act}</th>
          </tr>
        </thead>
        <tbody>
          {model.versions.map((version) => (
            <VersionRow key={version.name} {...{ version, model, wish }} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  version: ModelVersion;
  model: ModelState;
  wish: ModelWish;
}

function VersionRow({ version, model, wish }: RowProps) {
  const { name, metrics, error } = version;
  const shipped = name === "default";
  const inForce = name === model.in_force;
  const shadow = name === model.shadow;
  const columns = words.version;
  const state = () => {
    if (error) return words.damaged(error);
    return inForce ? words.inForce : shadow ? words.shadow : texts.none;
  };
  return (
    <tr data-version={name}>
      <th scope="row">{shipped ? words.shipped(version.version ?? name) : name}</th>
      <td class="n" data-label={columns.cost}>
        {figure(metrics, "with_outdoors_cost_per_day", 1)}
      </td>
      <td class="n" data-label={columns.coverage}>
        {share(metrics, "with_outdoors_coverage")}
      </td>
      <td data-label={columns.state} class={error ? "out away" : ""}>
        {state()}
      </td>
      <td>
        <div class="row wrap">
          {!inForce && !error && (
            <button
              class="b"
              disabled={!wish.possible}
              aria-label={words.useNamed(name)}
              onClick={() => wish.ask(() => api.useModel(name))}
            >
              {words.use}
            </button>
          )}
          {shadow ? (
            <button
              class="b"
              disabled={!wish.possible}
              onClick={() => wish.ask(() => api.shadowModel(null))}
            >
              {words.endShadow}
            </button>
          ) : (
            !shipped &&
            !inForce &&
            !error && (
              <button
                class="b"
                disabled={!wish.possible}
                aria-label={words.shadowNamed(name)}
                onClick={() => wish.ask(() => api.shadowModel(name))}
              >
                {words.toShadow}
              </button>
            )
          )}
        </div>
      </td>
    </tr>
  );
}
