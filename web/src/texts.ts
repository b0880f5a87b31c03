// Every text of the page, in one place with texts-operating.ts, ready to be followed by other
// languages.
import * as f from "./format";
import type { ComfortWord, Metric } from "./rooms/comfort";
import type { OtherMetric } from "./rooms/other-readings";
import * as forOperators from "./texts-operating";

const upTo = (words: string[]) => words.filter(Boolean).join(" · ");
const rooms = (count: number) => (count === 1 ? "room" : "rooms");
const are = (count: number) => (count === 1 ? "is" : "are");
type Names = Record<string, string>;

const be = (count: number) => (count === 1 ? "feels" : "feel");

export const texts = {
  brand: "Luft",
  ...forOperators,
  nav: {
    label: "Main",
    home: "Home",
    devices: "Devices",
    model: "Model",
    system: "System",
    rooms: "Rooms",
  },
  titles: {
    home: "Luft",
    room: (name: string, temperature: string | null) =>
      upTo([`${name}${temperature ? ` ${temperature}` : ""}`, "Luft"]),
    of: (name: string) => `${name} · Luft`,
    system: (trouble: string | null) => (trouble ? `System: ${trouble} · Luft` : "System · Luft"),
    withFaults: (count: number, title: string) => (count ? `(${count}) ${title}` : title),
  },

  link: {
    live: "Live",
    lost: (since: string) => `Not live since ${since}`,
    never: "Not live yet",
    retryIn: (seconds: number) => `Trying again in ${f.withUnit(String(seconds), "s")}`,
    retrying: "Trying again",
    retry: "Retry",
    controlsOff:
      "Values are the last ones known. Windows cannot be moved from here until the hub answers.",
  },

  failure: {
    unreachable: "The hub does not answer.",
    status: (status: number) => `The hub answered ${status}.`,
  },

  house: {
    allGood: (count: number) =>
      count === 1
        ? "The room feels good"
        : count === 2
          ? "Both rooms feel good"
          : `All ${f.inWords(count)} rooms feel good`,
    someGood: (count: number) =>
      `${f.sentence(f.inWords(count))} ${rooms(count)} ${be(count)} good`,
    noneGood: "No room feels quite right",
    aired: (count: number) => `${f.inWords(count)} ${are(count)} being aired`,
    outside: (count: number) => `${f.inWords(count)} ${are(count)} not comfortable`,
    allSilent: "No room has been heard lately",
    unknown: "Waiting for the first readings",
    silent: (name: string, since: string) => `${name} has been silent for ${since}.`,
    moreSilent: (count: number) => `${f.sentence(f.inWords(count))} rooms are silent.`,
    held: (names: string[]) =>
      names.length === 1
        ? `${names[0]} is held by hand.`
        : `${f.sentence(f.inWords(names.length))} rooms are held by hand.`,
    outdoor: (parts: string[]) => `Outside ${parts.join(" · ")}`,
  },

  needs: {
    label: "Needs you",
    stuck: (name: string, at: string) => `${name}: the window is stuck at ${at}.`,
    stuckAdvice: "Look for something in the way, then try again.",
    tryAgain: "Try again",
    more: (count: number) => `${count} more`,
  },

  empty: {
    title: "No device has spoken yet.",
    lead: "A device appears here by itself with its first message. Without one at hand, let simulated rooms show what Luft does:",
    demo: "./luft demo",
    stranger: "Or send a reading yourself:",
    publish: "mosquitto_pub -t sensor/kitchen/temperature -m 21.5",
    loading: "Loading",
  },

  metric: {
    temperature: "Temperature",
    humidity: "Humidity",
    co2: "Air",
    sound_volume: "Sound",
  } satisfies Record<Metric, string>,
  otherMetric: {
    pressure: "Pressure",
    illuminance: "Light",
    rain: "Rain",
    wind_speed: "Wind",
  } satisfies Record<OtherMetric, string>,
  comfort: {
    comfortable: "Comfortable",
    words: {
      warm: "Warm",
      cool: "Cool",
      humid: "Humid",
      dry: "Dry",
      stuffy: "Stuffy",
      loud: "Loud",
    } satisfies Record<ComfortWord, string>,
    band: (low: string | null, high: string) =>
      low === null ? `comfortable up to ${high}` : `comfortable ${f.range(low, high)}`,
    share: (percent: string) => `comfortable ${percent}`,
  },
  none: "—",
  noSensor: "no sensor",

  state: {
    stuck: "Window stuck",
    silent: (since: string) => `Silent for ${since}`,
    neverHeard: "Waiting for readings",
    heldByYou: "Held by you",
    held: "Held by hand",
  },

  window: {
    name: "Window",
    open: (at: string) => `Window ${at} open`,
    closed: "Window closed",
    movingTo: (to: string) => `moving to ${to}`,
    heldByHand: "held by hand",
    lastKnown: (at: string) => `Window last known at ${at}`,
    stuck: (at: string) => `Window stuck at ${at}`,
    unknown: "Window position not known yet",
    likelyBest: (range: string) => `likely best ${range}`,
  },

  why: {
    openAt: (at: string) => `Open ${at}`,
    opening: (to: string) => `Opening to ${to}`,
    closingTo: (to: string) => `Closing to ${to}`,
    closing: "Closing",
    closed: "Closed",
    stays: (at: string) => `Stays at ${at}`,
    staysClosed: "Stays closed",
    held: (at: string) => `Held at ${at}`,
    heldClosed: "Held closed",
    movingByHand: (to: string) => `Moving to ${to}`,
    stuck: (at: string) => `Stuck at ${at}`,
    lastKnown: (at: string) => `Last known ${at}`,
    calibrating: "Measuring its travel",
    noWindow: "Only sensing",
    noWindowDetail: "No window in this room has said a word yet",
    notHeard: "Window not heard yet",
    noDecision: "no decision yet",
    byYou: "by you",
    byHand: "by hand",
    guard: (reason: string) => `the guard: ${reason}`,
    until: (when: string) => `until ${when}`,
    noWordSince: (when: string) => `no word since ${when}`,
    neverSaid: "no word yet",
    ownRule: "Its own simple rule should be airing it",
    wouldClose: (rest: string) => `Luft would close it: ${rest}`,
    wouldOpen: (to: string, rest: string) => `Luft would open it ${to}: ${rest}`,
    wouldStay: (rest: string) => `Luft would leave it there: ${rest}`,
    waits: (to: string) => `Luft asked for ${to}`,
    now: (at: string) => `now ${at}`,
    decided: (when: string) => `decided ${when}`,
    sure: ["sure", "fairly sure", "unsure", "guessing"] as const,
  },

  take: {
    close: "Close",
    half: "Half",
    open: "Open",
    set: "Set…",
    cancel: "Cancel",
    handBack: "Hand back",
    undo: "Undo",
    group: (room: string) => `Take over: ${room}`,
    slider: (room: string) => `Window opening in ${room}, in per cent`,
    ends: ["closed", "half", "open"] as const,
    holdFor: "When you move it, hold for",
    holds: { "1h": "1 h", "2h": "2 h", morning: "Until 7:00", open: "Until I end it" },
    openLimit: "At most 7 days, then Luft takes over again.",
    hint: "Letting go sends it. With keys: arrows to choose, Enter to send, Escape to leave it.",
    send: (to: string) => `Move to ${to}`,
    asked: (to: string) => `Asked for ${to}`,
    askedClosed: "Asked to close",
    askedRelease: "Asked to hand back",
    accepted: "the hub passed it on, waiting for the device",
    sending: "sending",
    noAnswer: "No answer yet",
    refused: (why: string) => `Not done: ${why}`,
    guardKeeps: "the guard keeps it where it is",
    dismiss: "Dismiss",
    heldToast: (room: string, at: string, until: string) => `${room} held at ${at} until ${until}`,
    closedToast: (room: string, until: string) => `${room} held closed until ${until}`,
    releasedToast: (room: string) => `Luft airs ${room} again`,
    offSilent: "It cannot be moved from here until it speaks again.",
  },

  card: {
    more: (room: string) => `${room}: more`,
    less: (room: string) => `${room}: less`,
    estimated: (name: string) => `${name}, estimated`,
  },

  room: {
    crumbs: "Where you are",
    notFound: "No room of this name",
    notFoundLead: "It may have another name now, or its device has not spoken yet.",
    toHome: "All rooms",
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
    csvOf: (name: string) => `${name}: save as CSV`,
    comfort: "Comfort in this time",
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
    choice: "Luft’s choice",
    choiceNow: (at: string) => `window now ${at}`,
    changes: (count: number) =>
      count === 0 ? "no change" : count === 1 ? "one change" : `${count} changes`,
    choiceLegend: "pale: likely best",
    times: (count: number) => `×${count}`,
    several: (count: number, names: string) => `×${count}: ${names}`,
    markName: (when: string, move: string) => `${when}, ${move}`,
    decisions: "What it decided and why",
    noDecisions: "No decision yet. Luft decides once temperature, humidity and sound are fresh.",
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
    coverage: "How often it is right is not yet measured here.",
  },

  system: {
    healthy: "Everything works.",
    trouble: (parts: string) => `Not everything works: ${parts}.`,
    safe: "Readings are kept on the hub’s disk meanwhile, and nothing is lost.",
    loading: "Asking the hub",
    parts: "Parts",
    columns: { part: "Part", state: "State", since: "For", detail: "Now" },
    states: { ok: "Working", away: "Away", down: "Away", degraded: "Behind" } as Names,
    names: {
      broker: "Broker",
      hub: "Hub",
      database: "Database",
      clickhouse: "Database",
      journal: "Journal",
      clock: "Clock",
      ml: "Model",
    } as Names,
    page: "This page",
    pageDetail: (age: string) => `last event ${age}`,
    flow: "Since the hub started",
    totals: {
      messages: "Messages",
      readings: "Readings",
      requests: "Requests",
      controls: "Decisions",
      unanswered: "Unanswered",
      movements: "Movements",
      errors: "Errors",
    },
    latency: "Answer of the model",
    latencyText: (p50: string, p99: string) => `half within ${p50}, 99 of 100 within ${p99}`,
    backlog: "Waiting for the database",
    backlogText: (count: string, size: string) => `${count} readings, ${size} on disk`,
    backlogNone: "nothing",
    ledger: "Where every reading went",
    ledgerColumns: {
      device: "Device",
      received: "Received",
      stored: "Stored",
      journaled: "Waiting",
      duplicate: "Sent twice",
      quarantined: "Not understood",
      dropped: "Dropped",
      lost: "Lost",
    },
    ledgerFoot:
      "Received = stored + waiting + sent twice + not understood + dropped. Lost: the device says they existed, but they never came.",
    ledgerLabel: "Readings by device",
    foot: (version: string, model: string, uptime: string, zone: string) =>
      `Luft ${version} · model ${model} · up ${uptime} · times in your zone, ${zone}`,
  },
} as const;

// "stuffy and cooler outside · sure"
export const joined = upTo;
