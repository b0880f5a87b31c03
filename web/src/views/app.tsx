// The page: header, what the address says, and the toast.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { api } from "../api/client";
import { day, hour } from "../format";
import { bandsFor, type Bands } from "../rooms/comfort";
import { pauseOf } from "../rooms/pause";
import { outdoorOf, readingOf, roomsOf, withUnchanged, type Room } from "../rooms/rooms";
import { runningMeans, type RunningMean } from "../rooms/running-mean";
import { useRoute, type Route } from "../router";
import type { State } from "../state/state";
import type { Store } from "../state/store";
import type { TakeOver } from "../state/take-over";
import { DevicePage } from "./device";
import { DevicesPage } from "./devices";
import { ModelPage } from "./model";
import { knownAt, PageContext, useClock, useStore, type Page } from "./context";
import { Header } from "./header";
import { Home } from "./home";
import { LazyRoom } from "./lazy-room";
import { NotFound } from "./not-found";
import { SystemPage } from "./system";
import { Toast } from "./toast";
import { useTitle } from "./title";

interface Props {
  store: Store;
  take: TakeOver;
  retry(): void;
}

const outdoorsFor = 400 * day; // a chart reaches over a year

export function App({ store, take, retry }: Props) {
  const state = useStore(store);
  const route = useRoute();
  const nowMs = useClock() + state.clockAheadMs;
  const rooms = useRooms(state.devices);
  const main = useRef<HTMLElement>(null);
  useTitle(route, state, rooms, nowMs);
  useFocusOnMove(route, main);

  const bands = useBands(state, nowMs);
  const knownMs = knownAt(state, nowMs);
  const pause = pauseOf(state.system, state.devices?.values() ?? [], knownMs);
  const { dispatch } = store;
  const page: Page = { state, nowMs, knownMs, bands, pause, dispatch, take, retry };
  return (
    <PageContext.Provider value={page}>
      <Header route={route} />
      <main ref={main} tabIndex={-1}>
        <Content route={route} rooms={rooms} />
      </main>
      <Toast />
    </PageContext.Provider>
  );
}

// Rooms in which nothing changed stay the same objects.
function useRooms(devices: State["devices"]): Room[] | null {
  const before = useRef<Room[]>([]);
  return useMemo(() => {
    if (!devices) return null;
    before.current = withUnchanged(before.current, roomsOf(devices.values()));
    return before.current;
  }, [devices]);
}

// What is comfortable follows the outdoors of the days before; read again as days go by.
function useBands({ devices, link }: State, nowMs: number): Bands {
  const [means, setMeans] = useState<readonly RunningMean[]>([]);
  const outdoor = outdoorOf(devices?.values() ?? []);
  const device = outdoor ? readingOf(outdoor, "temperature")?.device : undefined;
  const isLive = link.kind === "live";
  const hours = Math.floor(nowMs / hour);
  useEffect(() => {
    if (!device || !isLive) return;
    api
      .series(device, "temperature", nowMs - outdoorsFor, nowMs, "1d")
      .then(({ points }) => setMeans(runningMeans(points)))
      .catch(() => {}); // what was known stays; the page says itself when history is away
  }, [device, isLive, hours]);
  return useMemo(() => bandsFor(means), [means]);
}

function Content({ route, rooms }: { route: Route; rooms: Room[] | null }) {
  switch (route.page) {
    case "home":
      return <Home rooms={rooms} />;
    case "room": {
      const room = rooms?.find((each) => each.id === route.id);
      if (rooms && !room) return <NotFound what="room" />;
      return room ? (
        <LazyRoom key={room.id} room={room} range={route.range} zoom={route.zoom} />
      ) : null;
    }
    case "devices":
      return <DevicesPage />;
    case "device":
      return <DevicePage key={route.id} id={route.id} />;
    case "model":
      return <ModelPage />;
    case "system":
      return <SystemPage />;
    case "unknown":
      return <NotFound what="page" />;
  }
}

// After following a link, reading goes on at the new page's start; not after the first load.
function useFocusOnMove(route: Route, main: { current: HTMLElement | null }) {
  const place = "id" in route ? `${route.page} ${route.id}` : route.page;
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place) return;
    before.current = place;
    main.current?.focus({ preventScroll: true });
  }, [place]);
}
