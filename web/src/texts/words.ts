// The words within numbers, times and ages: apart from the texts, which are made with those.
import { words as en } from "./en/words";
import { language, type Language } from "./language";

const all: Record<Language, typeof en> = { en };

export const words = all[language];
