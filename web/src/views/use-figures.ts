// Figures that the hub computes, often of the last 30 days: read again every minute while it is up.
import { useEffect, useState } from "preact/hooks";
import { Failure } from "../api/client";
import { day, minute } from "../format";
import { texts } from "../texts";
import { usePage } from "./context";

const shownMs = 30 * day;
const againMs = minute;

// `read` is one and the same function on every call; it is told where the 30 days begin.
export function useFigures<Figures>(read: (fromMs: number) => Promise<Figures>): {
  figures: Figures | null;
  failure: string | null;
} {
  const { state } = usePage();
  const live = state.link.kind === "live";
  const [figures, setFigures] = useState<Figures | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  useEffect(() => {
    if (!live) return;
    const again = () =>
      read(Date.now() + state.clockAheadMs - shownMs)
        .then((found) => (setFigures(found), setFailure(null)))
        .catch((error: unknown) =>
          setFailure(error instanceof Failure ? error.message : texts.failure.unreachable),
        );
    void again();
    const timer = setInterval(() => void again(), againMs);
    return () => clearInterval(timer);
  }, [live]);
  return { figures, failure };
}
