// How long a person's hand holds a window.
import { hour, second } from "../format";

export type HoldChoice = "1h" | "2h" | "morning" | "open";

export const holdChoices: readonly HoldChoice[] = ["1h", "2h", "morning", "open"];
export const longestHoldS = 7 * 24 * 3600; // the wire's limit

const morningHour = 7;

export function holdSeconds(choice: HoldChoice, nowMs: number): number {
  switch (choice) {
    case "1h":
      return hour / second;
    case "2h":
      return (2 * hour) / second;
    case "open":
      return longestHoldS;
    case "morning": {
      const morning = new Date(nowMs);
      morning.setHours(morningHour, 0, 0, 0);
      if (morning.getTime() <= nowMs) morning.setDate(morning.getDate() + 1);
      return Math.ceil((morning.getTime() - nowMs) / second);
    }
  }
}
