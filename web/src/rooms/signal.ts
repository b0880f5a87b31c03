// How well a device is heard, in a word: by the levels that its setup page uses.
export type SignalWord = "strong" | "good" | "fair" | "weak";

const atLeast: [SignalWord, number][] = [
  ["strong", -60],
  ["good", -70],
  ["fair", -77],
];

export const signalWord = (dbm: number): SignalWord =>
  atLeast.find(([, least]) => dbm >= least)?.[0] ?? "weak";
