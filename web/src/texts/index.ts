// Every text of the page. A language is a folder like en/ with the same files: to add one, name it
// in language.ts, here and in words.ts; the compiler says what is missing.
import { en } from "./en";
import { language, type Language } from "./language";

export type Texts = typeof en;

const all: Record<Language, Texts> = { en };

export const texts = all[language];

export { joined } from "./joined";
