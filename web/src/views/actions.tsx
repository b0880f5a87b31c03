// One tap: Close, Open; or Set… with a slider that previews. While held: hand back, but not while
// the whole house is paused: the hub would hold it again.
import { useState } from "preact/hooks";
import type { Room } from "../rooms/rooms";
import { windowOf } from "../rooms/rooms";
import { isSilent } from "../rooms/freshness";
import { texts } from "../texts";
import { usePage } from "./context";
import { HoldChoices } from "./hold-choices";
import { OpeningSlider } from "./opening-slider";
import type { Take } from "./take";

interface Props {
  room: Room;
  take: Take;
  preview: number | null;
  setPreview(position: number | null): void;
}

export function Actions({ room, take, preview, setPreview }: Props) {
  const { pause, knownMs } = usePage();
  const [setting, setSetting] = useState(false);
  if (isSilent(room, knownMs)) return <p class="s off">{texts.take.offSilent}</p>;
  const off = !take.possible;
  const leave = () => {
    setPreview(null);
    setSetting(false);
  };
  if (setting && !off) {
    return (
      <SetPanel room={room} take={take} preview={preview} setPreview={setPreview} leave={leave} />
    );
  }
  const set = (
    <button class="b" disabled={off} onClick={() => setSetting(true)}>
      {texts.take.set}
    </button>
  );
  return (
    <div class="act" role="group" aria-label={texts.take.group(room.name)}>
      {take.held && !pause ? (
        <>
          {set}
          {take.undo && (
            <button class="b" disabled={off} onClick={take.undo}>
              {texts.take.undo}
            </button>
          )}
          <button class="b p" disabled={off} onClick={take.release}>
            {texts.take.handBack}
          </button>
        </>
      ) : (
        <>
          <button class="b" disabled={off} onClick={() => take.move(0)}>
            {texts.take.close}
          </button>
          <button class="b" disabled={off} onClick={() => take.move(100)}>
            {texts.take.open}
          </button>
          {set}
        </>
      )}
    </div>
  );
}

function SetPanel({ room, take, preview, setPreview, leave }: Props & { leave(): void }) {
  const position = windowOf(room)?.position ?? 0;
  return (
    <div
      class="set"
      role="group"
      aria-label={texts.take.group(room.name)}
      onKeyDown={(event) => event.key === "Escape" && leave()}
    >
      <HoldChoices />
      <OpeningSlider
        room={room.name}
        position={position}
        preview={preview}
        setPreview={setPreview}
        send={(to) => {
          take.move(to);
          leave();
        }}
      />
      <button class="b" onClick={leave}>
        {texts.take.cancel}
      </button>
    </div>
  );
}
