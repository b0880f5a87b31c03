// What the window does, why, and how sure; or how a person's wish is coming along.
import { percent } from "../format";
import type { Why } from "../rooms/why";
import { hasNoAnswer, isOpen, isUnanswered, type Wish } from "../state/wish";
import { joined, texts } from "../texts";
import { usePage } from "./context";

interface Props {
  why: Why;
  wish: Wish | null;
  dismiss(): void;
}

export function WhyLine({ why, wish, dismiss }: Props) {
  const { nowMs } = usePage();
  const isDone = wish !== null && (wish.phase === "refused" || isUnanswered(wish, nowMs));
  const asked = wish && (isOpen(wish) || wish.phase === "refused") ? progress(wish, nowMs) : null;
  return (
    <div class="why">
      <p>
        <b>{why.what}</b>
        {why.because.map((part) => ` · ${part}`)}
      </p>
      {asked ? (
        <div class="asked">
          <p class="s wish" role="status">
            {asked}
          </p>
          {isDone && (
            <button class="b" onClick={dismiss}>
              {texts.take.dismiss}
            </button>
          )}
        </div>
      ) : (
        why.detail && <p class="s">{why.detail.charAt(0).toUpperCase() + why.detail.slice(1)}</p>
      )}
    </div>
  );
}

function progress(wish: Wish, nowMs: number): string {
  if (wish.phase === "refused") {
    return texts.take.refused(wish.refusal ?? texts.take.guardKeeps);
  }
  const what =
    wish.want.kind === "release"
      ? texts.take.askedRelease
      : wish.want.position < 0.5
        ? texts.take.askedClosed
        : texts.take.asked(percent(wish.want.position));
  const state = isUnanswered(wish, nowMs)
    ? texts.take.unanswered
    : hasNoAnswer(wish, nowMs)
      ? texts.take.noAnswer
      : wish.phase === "asked"
        ? texts.take.sending
        : texts.take.accepted;
  return joined([what, state]);
}
