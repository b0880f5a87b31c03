// Home: the house, what needs a person, cards, and what to do when there is nothing yet.
import * as f from "../../format";
import type { WindowFault } from "../../api/types";

const rooms = (count: number) => (count === 1 ? "room" : "rooms");
const are = (count: number) => (count === 1 ? "is" : "are");
const be = (count: number) => (count === 1 ? "feels" : "feel");

export const house = {
  allGood: (count: number) =>
    count === 1
      ? "The room feels good"
      : count === 2
        ? "Both rooms feel good"
        : `All ${f.inWords(count)} rooms feel good`,
  someGood: (count: number) => `${f.sentence(f.inWords(count))} ${rooms(count)} ${be(count)} good`,
  noneGood: "No room feels quite right",
  aired: (count: number) => `${f.inWords(count)} ${are(count)} being aired`,
  outside: (count: number) => `${f.inWords(count)} ${are(count)} not comfortable`,
  allSilent: "No room has been heard lately",
  unknown: "Waiting for the first readings",
  unmeasured: "No room has been measured lately",
  silent: (name: string, since: string) => `${name} has been silent for ${since}.`,
  moreSilent: (count: number) => `${f.sentence(f.inWords(count))} rooms are silent.`,
  held: (names: string[]) =>
    names.length === 1
      ? `${names[0]} is held by hand.`
      : `${f.sentence(f.inWords(names.length))} rooms are held by hand.`,
  outdoor: (parts: string[]) => `Outside ${parts.join(" · ")}`,
};

export const needs = {
  label: "Needs you",
  faults: {
    limit_not_found: (name) => `${name}: the window did not find the end of its travel.`,
    stopped_short: (name, at) => `${name}: the window is stuck at ${at}.`,
    did_not_move: (name, at) => `${name}: the window does not move from ${at}.`,
  } satisfies Record<WindowFault, (name: string, at: string) => string>,
  advice: {
    limit_not_found: "Look for something in the way, then let it measure its travel.",
    stopped_short: "Look for something in the way, then try again.",
    did_not_move: "Look at its motor and cable, then try again.",
  } satisfies Record<WindowFault, string>,
  adviceWait: "Look for something in the way. Luft tries again with its next choice.",
  advicePaused: "Look for something in the way. Luft moves it once windows are aired again.",
  tryAgain: "Try again",
  measure: "Measure again",
  openRoom: "Open the room",
  contested: (id: string) => `Two devices claim the name ${id}.`,
  contestedAdvice: "Luft does not move its window until one of them has another name.",
  openDevice: "Look at it",
  more: (count: number) => `${count} more`,
};

export const empty = {
  title: "No device has spoken yet.",
  loading: "Loading",
  pair: {
    title: "Pair your first device",
    name: "Its name",
    nameHint: "Small letters, digits, _ and -, such as kitchen",
    nameHere: "NAME",
    account: "On the machine that runs Luft, make it an account. The password is shown once:",
    command: (name: string) => `./luft devices add ${name}`,
    letIn:
      "Devices reach the broker once mqtt.bind in luft.yaml lets them; the command says when it does not.",
    join: "Give the device power. With a phone, join its network, called luft- and six characters. Its setup page opens by itself, else at http://192.168.4.1.",
    paste: "There, choose your own network and paste the pairing code, with that password in it:",
    host: "HOST",
    code: (name: string, host: string) => `mqtts://${name}:PASSWORD@${host}`,
    appears:
      "Press “Try it and keep it”. The device appears here by itself with its first message.",
  },
  demo: {
    title: "Try the demo",
    lead: "Three simulated rooms air themselves, sixty times as fast as real ones. In a terminal:",
    command: "./luft demo",
    then: "It has a page of its own, whose address it prints, and changes nothing here.",
  },
  stranger: {
    title: "Or send a reading yourself",
    lead: "Anything that can publish MQTT is a device:",
    command: "mosquitto_pub -t sensor/kitchen/temperature -m 21.5",
  },
};

export const card = {
  more: (room: string) => `${room}: more`,
  less: (room: string) => `${room}: less`,
  estimated: (name: string) => `${name}, estimated`,
};

export const state = {
  stuck: "Window stuck",
  silent: (since: string) => `Silent for ${since}`,
  neverHeard: "Waiting for readings",
  unmeasured: (since: string) => `No readings for ${since}`,
  paused: "Paused",
  heldByYou: "Held by you",
  held: "Held by hand",
};
