// Brand, pages, and whether what is seen is live.
import { moment } from "../format";
import { toDevices, toHome, toModel, toSystem, type Route } from "../router";
import { texts } from "../texts";
import { AiringFailure, AiringSwitch, PausedBanner, useAiring } from "./airing";
import { usePage } from "./context";
import { Troubles } from "./troubles";

const icons = {
  home: "M3 3h14v14H3zM11 3v14M11 3l3-2v18l-3-2",
  devices: "M6 2h8v16H6zM9 15h2",
  model: "M3 16l4-6 4 3 6-9M3 16h14",
  system: "M2 11h4l2-6 4 11 2-5h4",
};

export function Header({ route }: { route: Route }) {
  const airing = useAiring();
  return (
    <>
      <header class="top">
        <a class="brand" href={toHome}>
          {texts.brand}
        </a>
        <nav class="tabs" aria-label={texts.nav.label}>
          <Tab to={toHome} icon={icons.home} current={route.page === "home"}>
            {texts.nav.home}
          </Tab>
          <Tab
            to={toDevices}
            icon={icons.devices}
            current={route.page === "devices" || route.page === "device"}
          >
            {texts.nav.devices}
          </Tab>
          <Tab to={toModel} icon={icons.model} current={route.page === "model"}>
            {texts.nav.model}
          </Tab>
          <Tab to={toSystem} icon={icons.system} current={route.page === "system"}>
            {texts.nav.system}
          </Tab>
        </nav>
        <AiringSwitch {...airing} />
        <LiveState />
      </header>
      <CutOff />
      <Troubles route={route} />
      <AiringFailure {...airing} />
      <PausedBanner {...airing} />
    </>
  );
}

interface TabProps {
  to: string;
  icon: string;
  current: boolean;
  children: string;
}

function Tab({ to, icon, current, children }: TabProps) {
  return (
    <a href={to} aria-current={current ? "page" : undefined}>
      <svg viewBox="0 0 20 20" aria-hidden="true">
        <path d={icon} />
      </svg>
      {children}
    </a>
  );
}

function LiveState() {
  const { state, nowMs } = usePage();
  const { link } = state;
  if (link.kind === "connecting" || link.kind === "resting") return <span class="link" />;
  if (link.kind === "live") return <span class="link live">{texts.link.live}</span>;
  const since =
    link.sinceMs === null
      ? texts.link.never
      : texts.link.lost(moment(link.sinceMs, nowMs - state.clockAheadMs));
  return <span class="link lost">{since}</span>;
}

// What a page without its hub can and cannot do, and when it tries again.
function CutOff() {
  const { state, nowMs, retry } = usePage();
  if (state.link.kind !== "lost") return null;
  const viewerNowMs = nowMs - state.clockAheadMs;
  const { retryAtMs, sinceMs, full } = state.link;
  const seconds = Math.ceil((retryAtMs - viewerNowMs) / 1000);
  const said = full
    ? texts.link.full
    : sinceMs === null
      ? texts.link.noAnswer
      : texts.link.controlsOff;
  return (
    <section class="cut" aria-label={texts.link.notLive}>
      <p role="status">{said}</p>
      <span class="s">{seconds > 0 ? texts.link.retryIn(seconds) : texts.link.retrying}</span>
      <button class="b" onClick={retry}>
        {texts.link.retry}
      </button>
    </section>
  );
}
