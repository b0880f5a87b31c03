// What the nights taught Luft that the people of a room want otherwise than most, in words. Pure.
import type { LearnedTaste } from "../api/types";
import { date, number, withUnit } from "../format";
import { texts } from "../texts";
import { perUnit, unitOf, type Units } from "../units";

const words = texts.taste;

// By how much people usually differ (ml/learning/taste_fit.cpp): numbers compare by it.
const usual = { warmer_k: 2, wider: 1, quiet: 1, fresh: 1, warm: 0.7, thrift: 0.7 } as const;
type Want = keyof typeof usual;

const least = 0.25; // of what is usual: less is not worth a word
const said = 2; // the strongest

// "likes it 0.8 K cooler, learned from 6 of your moves, since 12 Nov"
export function tasteInWords(taste: LearnedTaste, units: Units, nowMs: number): string {
  const strength = (want: Want) => Math.abs(taste[want]) / usual[want];
  const wants = (Object.keys(usual) as Want[])
    .filter((want) => strength(want) >= least)
    .sort((a, b) => strength(b) - strength(a))
    .slice(0, said)
    .map((want) => (want === "warmer_k" ? warmer(taste.warmer_k, units) : more(want, taste[want])));
  const likes = wants.length ? words.likes(wants) : words.alike;
  return [likes, words.learned(taste.wishes), words.since(date(taste.since_ms, nowMs))].join(", ");
}

const more = (want: Exclude<Want, "warmer_k">, by: number) => words.wants[want][by > 0 ? 0 : 1];

function warmer(byK: number, units: Units): string {
  const { name, digits } = unitOf("temperature", units);
  const by = number(Math.abs(byK) * perUnit("temperature", units), digits);
  return words.warmer[byK > 0 ? 0 : 1](withUnit(by, name === "°C" ? "K" : name));
}

export const tasteOf = (tastes: readonly LearnedTaste[] | undefined, device: string | undefined) =>
  tastes?.find((each) => each.device === device) ?? null;
