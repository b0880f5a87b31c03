// The language of the page: the first that the browser asks for and that there is.
export const languages = ["en"] as const;
export type Language = (typeof languages)[number];

export function languageFor(asked: readonly string[]): Language {
  for (const tag of asked) {
    const found = languages.find((each) => tag.toLowerCase().split("-")[0] === each);
    if (found) return found;
  }
  return languages[0];
}

export const language = languageFor(globalThis.navigator?.languages ?? []);
