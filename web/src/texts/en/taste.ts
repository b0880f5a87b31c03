// What was learned of a room's people: "likes it 0.8 K cooler, learned from 6 of your moves".
export const taste = {
  likes: (wants: string[]) => `likes it ${wants.join(" and ")}`,
  alike: "likes it much as most people do",
  warmer: [(by: string) => `${by} warmer`, (by: string) => `${by} cooler`] as const,
  wants: {
    wider: ["with the window further open", "with the window less open"],
    quiet: ["quieter", "less quiet"],
    fresh: ["fresher", "less fresh"],
    warm: ["closer to the comfort band", "less close to the comfort band"],
    thrift: ["thriftier with heat", "less thrifty with heat"],
  } as const,
  learned: (moves: number | null) =>
    moves === null
      ? "learned from your moves"
      : moves === 1
        ? "learned from one of your moves"
        : `learned from ${moves} of your moves`,
  since: (when: string) => `since ${when}`,
  thisRoom: (likes: string) => `This room ${likes}.`,
  title: "What it learned from you",
  lead: "Every night Luft looks at what people set by hand, and decides in that room accordingly.",
};
