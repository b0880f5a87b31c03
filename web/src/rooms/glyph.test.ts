// Tests of the window drawing's geometry.
import { describe, expect, it } from "vitest";
import * as glyph from "./glyph";
import { glyphName, type GlyphFacts } from "./glyph-facts";

describe("the window glyph", () => {
  it("has its free edge where the scale says the same per cent", () => {
    expect(glyph.edgeX(0)).toBe(14);
    expect(glyph.edgeX(50)).toBe(60);
    expect(glyph.edgeX(100)).toBe(106);
  });
  it("swings the sash by nine times the sine of its angle", () => {
    expect(glyph.sashPath(27)).toBe("M106 14V100L38.8 103.7V10.3z");
    expect(glyph.sashPath(60)).toBe("M106 14V100L69.2 107.3V6.7z");
  });
  it("shows a fully open sash edge-on, not beyond its hinge", () => {
    expect(glyph.sashPath(100)).toBe("M106 14V100L102 109V5z");
  });
  it("draws the likely-best interval on the sill's scale", () => {
    expect(glyph.interval(30, 50)).toEqual({ x: 41.6, width: 18.4 });
  });
});

describe("its name", () => {
  const facts: GlyphFacts = {
    position: 27,
    target: 40,
    moving: true,
    held: false,
    paused: false,
    stuck: false,
    unknown: false,
    best: null,
    preview: null,
  };
  const name = (change: Partial<GlyphFacts>) =>
    glyphName({ ...facts, ...change }).replace(/\u00a0/g, " ");
  it("says position and aim", () => expect(name({})).toBe("Window 27 % open, moving to 40 %"));
  it("says closed", () => expect(name({ position: 0, moving: false })).toBe("Window closed"));
  it("says who holds it", () => {
    expect(name({ moving: false, held: true })).toBe("Window 27 % open, held by hand");
    expect(name({ moving: false, held: true, paused: true })).toBe("Window 27 % open, paused");
  });
  it("says that it is stuck or only last known", () => {
    expect(name({ stuck: true })).toBe("Window stuck at 27 %");
    expect(name({ unknown: true })).toBe("Window last known at 27 %");
  });
});
