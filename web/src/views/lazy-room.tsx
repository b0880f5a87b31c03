// The room page brings the chart library; it is loaded when a room is opened first.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Room } from "../rooms/rooms";
import type { Range, Zoom } from "../router";

interface Props {
  room: Room;
  range: Range;
  zoom: Zoom | null;
}

let loaded: ComponentType<Props> | null = null;

export function LazyRoom(props: Props) {
  const [Page, setPage] = useState<{ view: ComponentType<Props> | null }>({ view: loaded });
  useEffect(() => {
    if (loaded) return;
    void import("./room").then((module) => {
      loaded = module.RoomPage;
      setPage({ view: loaded });
    });
  }, []);
  return Page.view ? <Page.view {...props} /> : null;
}
