// The sill as a slider: dragging previews, letting go sends. With keys, Enter sends.
import { useEffect, useRef, useState } from "preact/hooks";
import { percent } from "../format";
import { texts } from "../texts";

interface Props {
  room: string;
  position: number;
  preview: number | null;
  disabled?: boolean;
  setPreview(position: number | null): void;
  send(position: number): void;
}

export function OpeningSlider({ room, position, preview, disabled, setPreview, send }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [byKeys, setByKeys] = useState(false);
  useEffect(() => {
    if (!input.current?.closest(".sill")) input.current?.focus();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    // What the input holds: Enter may come before the last key's preview was drawn.
    const wanted = Number(input.current?.value);
    const isChanged = preview !== null || wanted !== Math.round(position);
    if (event.key === "Enter" && isChanged) send(wanted);
    else if (event.key === "Escape") setPreview(null);
    else setByKeys(/^(Arrow|Page|Home|End)/.test(event.key));
  };
  const shown = preview ?? Math.round(position);
  return (
    <div class="slide">
      <input
        ref={input}
        class="sl"
        type="range"
        min="0"
        max="100"
        step="1"
        value={shown}
        disabled={disabled ?? false}
        aria-label={texts.take.slider(room)}
        aria-valuetext={percent(shown)}
        onKeyDown={onKeyDown}
        onPointerDown={() => setByKeys(false)}
        onInput={(event) => setPreview(Number(event.currentTarget.value))}
        onChange={(event) => !byKeys && send(Number(event.currentTarget.value))}
      />
      <div class="ends" aria-hidden="true">
        {texts.take.ends.map((end) => (
          <span key={end}>{end}</span>
        ))}
      </div>
      {preview !== null && byKeys && (
        <button class="b p" onClick={() => send(preview)}>
          {texts.take.send(percent(preview))}
        </button>
      )}
    </div>
  );
}
