// The words within numbers, times and ages.
export const words = {
  locale: "en-GB", // of dates
  days: "days",
  ago: (duration: string) => `${duration} ago`,
  counts: "no one two three four five six seven eight nine ten eleven twelve".split(" "),
};
