// Nothing has spoken yet: pair the first device, or let simulated rooms show what Luft does.
import { useState } from "preact/hooks";
import { texts } from "../texts";

const words = texts.empty;

export function Empty() {
  return (
    <div class="first">
      <h1>{words.title}</h1>
      <div class="halves">
        <PairCard />
        <div class="col">
          <DemoCard />
          <StrangerCard />
        </div>
      </div>
    </div>
  );
}

const idPattern = /^[a-z0-9][a-z0-9_-]{0,31}$/; // what the wire allows
const example = "kitchen";

function PairCard() {
  const [typed, setTyped] = useState(example);
  const wrong = !idPattern.test(typed);
  const name = wrong ? words.pair.nameHere : typed;
  return (
    <section class="card" aria-labelledby="pair">
      <h2 id="pair">{words.pair.title}</h2>
      <div class="fields">
        <div class="field">
          <label for="first-name">{words.pair.name}</label>
          <input
            id="first-name"
            value={typed}
            autocapitalize="none"
            spellcheck={false}
            aria-invalid={wrong}
            aria-describedby="first-name-hint"
            onInput={(event) => setTyped(event.currentTarget.value.trim())}
          />
          <p id="first-name-hint" class={`xs ${wrong ? "fault" : ""}`}>
            {words.pair.nameHint}
          </p>
        </div>
      </div>
      <ol class="steps">
        <li>
          {words.pair.account}
          <pre>{words.pair.command(name)}</pre>
          <p class="s">{words.pair.letIn}</p>
        </li>
        <li>{words.pair.join}</li>
        <li>
          {words.pair.paste}
          <pre>{words.pair.code(name, hubHost() ?? words.pair.host)}</pre>
        </li>
        <li>{words.pair.appears}</li>
      </ol>
    </section>
  );
}

// Where this page came from, unless devices cannot reach that.
function hubHost(): string | null {
  const { hostname } = location;
  const isHere = hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
  return isHere ? null : hostname;
}

function DemoCard() {
  return (
    <section class="card" aria-labelledby="demo">
      <h2 id="demo">{words.demo.title}</h2>
      <p class="s">{words.demo.lead}</p>
      <pre>{words.demo.command}</pre>
      <p class="s">{words.demo.then}</p>
    </section>
  );
}

function StrangerCard() {
  return (
    <section class="card" aria-labelledby="stranger">
      <h2 id="stranger">{words.stranger.title}</h2>
      <p class="s">{words.stranger.lead}</p>
      <pre>{words.stranger.command}</pre>
    </section>
  );
}
