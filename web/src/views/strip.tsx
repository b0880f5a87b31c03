// A strip with its caption: name, value now or under the cursor, and what it says in words.
import type uPlot from "uplot";
import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Zoom } from "../router";
import { paintOf } from "../chart/paint";
import { createStrip, type Strip, type StripData, type StripSpec } from "../chart/strip";
import { WithTable, type Figures } from "./chart-table";

interface Props {
  spec: Omit<StripSpec, "onCursor" | "onView" | "onZoom">;
  data: StripData;
  fromMs: number;
  toMs: number;
  title: string; // of the strip
  name: string; // for those who do not see the chart
  summary: string;
  figures: Figures;
  caption(index: number | null): ComponentChildren;
  look(zoom: Zoom | null): void;
  onView?(plot: uPlot): void;
  children?: ComponentChildren;
}

export function StripView(props: Props) {
  const { spec, data, fromMs, toMs, title, name, summary, figures, caption, look } = props;
  const { onView, children } = props;
  const root = useRef<HTMLDivElement>(null);
  const strip = useRef<Strip | null>(null);
  const view = useRef(onView);
  view.current = onView;
  const zoom = useRef(look);
  zoom.current = look;
  const [index, setIndex] = useState<number | null>(null);

  useEffect(() => {
    const element = root.current;
    if (!element) return;
    const whole = {
      ...spec,
      onCursor: setIndex,
      onView: (plot: uPlot) => view.current?.(plot),
      onZoom: (to: Zoom | null) => zoom.current(to),
    };
    const made = createStrip(element, whole, paintOf(element));
    strip.current = made;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const recolour = () => made.plot.redraw();
    dark.addEventListener("change", recolour);
    return () => {
      dark.removeEventListener("change", recolour);
      made.destroy();
      strip.current = null;
    };
  }, [spec.timeAxis, spec.group, spec.scale]);

  useEffect(() => strip.current?.set(data, fromMs, toMs), [data, fromMs, toMs, spec.scale]);

  return (
    <WithTable name={title} figures={figures} caption={caption(index)}>
      <div class="plot">
        {children}
        <div ref={root} role="img" aria-label={`${name}: ${summary}`} />
      </div>
    </WithTable>
  );
}
