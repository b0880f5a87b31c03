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

// As a reason for a change of its position: how it stood, before or after, is none.
export function reasonForMove(text: string | null): string | null {
  const reason = reasonOf(text);
  return reason !== null && reason in standing ? null : reason;
}

// It stays because the model was not sure: how sure it is of where it stays says the opposite.
export const isDoubt = (text: string | null) => reasonOf(text) === "not sure enough to move";

export function reasonOf(text: string | null): string | null {
  if (text === null || unsaid.has(text.trim())) return null;
  const because = /\bbecause (?:it is )?(.+)$/s.exec(text)?.[1];
  if (because) return because.replace(/^of the time$/, "the time of day");
  return text.replace(/^hazard: /, "").trim();
}
