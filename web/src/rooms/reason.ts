// Reasons as the model and the devices write them, cut to what fits a sentence.
//   "24.1 °C inside, 15.0 °C outside; opens because it is warm inside" -> "warm inside"
//   "hazard: rain" -> "rain", "own rule: the model is offline" stays.

const unsaid = new Set(["", "started", "already there"]);

const standing: Record<string, (position: number) => boolean> = {
  "the window is closed already": (position) => position < 0.5,
  "the window is ajar already": (position) => position >= 0.5 && position < 25,
  "the window is open already": (position) => position >= 25,
};

// As a reason for where the window is now: how it stood before it moved is none.
export function reasonAt(text: string | null, position: number): string | null {
  const reason = reasonOf(text);
  return reason !== null && standing[reason]?.(position) === false ? null : reason;
}

export function reasonOf(text: string | null): string | null {
  if (text === null || unsaid.has(text.trim())) return null;
  const because = /\bbecause (?:it is )?(.+)$/s.exec(text)?.[1];
  if (because) return because.replace(/^of the time$/, "the time of day");
  return text.replace(/^hazard: /, "").trim();
}
