// "stuffy and cooler outside · sure": what there is of these.
export const joined = (words: string[]) => words.filter(Boolean).join(" · ");
