// How people's hands judged the model lately; read again every minute.
import { useEffect, useState } from "preact/hooks";
import { api, Failure } from "../api/client";
import type { Quality } from "../api/types";
import { day, minute } from "../format";
import { texts } from "../texts";
import { usePage } from "./context";

const shownMs = 30 * day;
const againMs = minute;

export function useQuality(): { quality: Quality | null; failure: string | null } {
  const { state } = usePage();
  const live = state.link.kind === "live";
  const [quality, setQuality] = useState<Quality | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (!live) return;
    const read = () =>
      api
        .quality(Date.now() + state.clockAheadMs - shownMs)
        .then((found) => (setQuality(found), setFailure(null)))
        .catch((error: unknown) =>
          setFailure(error instanceof Failure ? error.message : texts.failure.unreachable),
        );
    void read();
    const timer = setInterval(() => void read(), againMs);
    return () => clearInterval(timer);
  }, [live]);
  return { quality, failure };
}
