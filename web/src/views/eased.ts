// Moves a drawn value to each newly reported one in 400 ms; jumps when motion is not wanted.
import { useEffect, useRef, useState } from "preact/hooks";

const durationMs = 400;
const easeOut = (share: number) => 1 - (1 - share) ** 3;

export function useEased(target: number): number {
  const [shown, setShown] = useState(target);
  const current = useRef(target);
  useEffect(() => {
    const from = current.current;
    if (from === target) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches || document.hidden;
    let frame = 0;
    let began: number | null = null;
    const show = (value: number) => {
      current.current = value;
      setShown(value);
    };
    const step = (at: number) => {
      began ??= at;
      const share = Math.min(1, (at - began) / durationMs);
      show(from + (target - from) * easeOut(share));
      if (share < 1) frame = requestAnimationFrame(step);
    };
    if (still) show(target);
    else frame = requestAnimationFrame(step);
    return () => cancelAnimationFrame(frame);
  }, [target]);
  return shown;
}
