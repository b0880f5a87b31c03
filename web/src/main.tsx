// Starts the page: the store, the event stream, the views.
import { render } from "preact";
import { api } from "./api/client";
import { browserPorts, liveLink } from "./state/live";
import { initial } from "./state/state";
import { createStore } from "./state/store";
import { takeOver } from "./state/take-over";
import { keepUnits, keptUnits } from "./state/units-memory";
import { language } from "./texts/language";
import { App } from "./views/app";
import "./styles/tokens.css";
import "./styles/base.css";
import "./styles/frame.css";
import "./styles/controls.css";
import "./styles/home.css";
import "./styles/glyph.css";
import "./styles/take.css";
import "./styles/tables.css";
import "./styles/phone.css";

document.documentElement.lang = language;
const store = createStore({ ...initial, units: keptUnits() });
keepUnits(store);
const link = liveLink(browserPorts, store.dispatch);

addEventListener("pagehide", () => link.stop());
addEventListener("pageshow", (event) => event.persisted && link.retry());
addEventListener("online", () => link.retry());
document.addEventListener("visibilitychange", () => (document.hidden ? link.hide() : link.show()));

const root = document.getElementById("app");
if (!root) throw new Error("index.html has no #app");
link.start(); // first, so that its answer is on its way while the page is drawn
if (document.hidden) link.hide();
render(<App store={store} take={takeOver(store, api)} retry={link.retry} />, root);
