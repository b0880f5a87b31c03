// One room: its history and its decisions.
import type { Names } from "../names";

export const room = {
  crumbs: "Where you are",
  lastReading: (age: string) => `last reading ${age}`,
  history: {
    hour: "Last hour",
    day: "Last 24 hours",
    week: "Last 7 days",
    month: "Last 30 days",
    year: "Last year",
  },
  zoomedTo: (from: string, to: string) => `${from} to ${to}`,
  since: (when: string) => `Since it was heard first, ${when}`,
  range: "Range",
  ranges: { hour: "Hour", day: "Day", week: "Week", month: "Month", year: "Year" },
  view: "Look at",
  earlier: "Earlier",
  later: "Later",
  closer: "Closer",
  csv: "CSV",
  table: "As table",
  tableOf: (name: string) => `${name}: as table`,
  tableNamed: (name: string) => `${name}, its figures`,
  tableCut: (shown: number, all: number) =>
    `The newest ${shown} of ${all}; the CSV file has all of them.`,
  figures: {
    when: "When",
    mean: "Mean",
    lowest: "Lowest",
    highest: "Highest",
    window: "Window",
    choice: "Luft’s choice",
    best: "Likely best",
  },
  csvOf: (name: string) => `${name}: save as CSV`,
  comfort: {
    title: "Comfort in this time",
    together: (inside: string, measured: string) =>
      `Everything measured was comfortable for ${inside} of ${measured}.`,
    missing: (time: string) => `For ${time} nothing was measured.`,
    columns: { metric: "Measured", inside: "Comfortable", outside: "Outside comfort" },
    outside: (word: string, time: string) => `${word.toLowerCase()} ${time}`,
    foot: "Counted by means of 10 minutes, of an hour beyond a week. What no sensor measures is not in it.",
  },
  devicesHere: "Devices here",
  settings: (state: string) => `settings ${state}`,
  tooLong: "Luft’s choices are drawn for up to a week. Choose a shorter range, or look closer.",
  causes: { person: "by hand", guard: "by the guard", calibration: "measuring" } as Names,
  moved: (when: string, move: string, cause: string) => `${when}, ${move} ${cause}`,
  keyHand: "◆ by hand  ▲ by the guard",
  chart: (metric: string, room: string) => `${metric} in ${room}`,
  summary: (first: string, last: string, min: string, max: string) =>
    `from ${first} to ${last}, lowest ${min}, highest ${max}`,
  others: "Also measured here",
  noReadings: "No readings in this time.",
  noWindow: "This room has no window that Luft moves.",
  loading: "Reading the history",
  failed: (why: string) => `The history could not be read. ${why}`,
  steps: {
    raw: "every reading",
    "10m": "10-minute means",
    "1h": "hourly means",
    "1d": "daily means",
  },
  keyOutside: "amber: outside comfort",
  keyBand: "grey field: comfortable",
  keyGap: "hatched: no data",
  keyZoom: "drag to zoom, double click to go back",
  zoomed: "Show all",
  window: "Window",
  chosen: (at: string) => `Luft’s choice ${at}`,
  moves: (count: number) =>
    count === 0 ? "no movement" : count === 1 ? "one movement" : `${count} movements`,
  choices: (count: number) =>
    count === 0
      ? "Luft’s choice did not change"
      : count === 1
        ? "Luft’s choice changed once"
        : `Luft’s choice changed ${count} times`,
  legend: "line: the window; dashed: Luft’s choice; pale: likely best",
  positionsSince: (when: string) => `Where the window stood is drawn from ${when} on.`,
  cutDecisions: (count: string, when: string) =>
    `Only the newest ${count} decisions are listed, from ${when} on. Look closer for earlier ones.`,
  times: (count: number) => `×${count}`,
  several: (count: number, names: string) => `×${count}: ${names}`,
  markName: (when: string, move: string) => `${when}, ${move}`,
  decisions: "What it decided and why",
  noDecisions: "No decision yet. Luft decides once temperature, humidity and sound are fresh.",
  noDecisionsHere: "No decision in this time.",
  listedUpTo: "Decisions are listed for up to a week. Choose a shorter range, or look closer.",
  showAll: (count: number) => `Show all ${count}`,
  columns: {
    when: "When",
    choice: "Choice",
    why: "Why",
    sure: "How sure",
    then: "Then",
    best: "Likely best",
  },
  outcomes: {
    moved: "moved",
    unmoved: "no move needed",
    no_effect: "did not move",
    refused: "refused",
    unanswered: "no answer",
  } as Names,
  arrow: (from: string, to: string) => `${from} → ${to}`,
  why: (at: string) => `Why ${at}`,
  knew: (when: string) => `What Luft knew when it chose, ${when}`,
  model: (name: string) => `Model ${name}`,
  coverage: {
    unknown: "How often its range holds the best opening is not measured for it.",
    simulated: (of100: string) =>
      `Its range held the best opening in ${of100} of 100 cases in simulated homes.`,
    here: (covered: string, hands: string) =>
      `Here it held ${covered} of ${hands} openings that people chose in the last 30 days.`,
    noHands: "Here nobody’s hand has judged it in the last 30 days.",
  },
};
