export type Behaviour = "answers" | "mute" | "locked" | "refuses";

export class Replay {
  constructor(options?: { scene?: "home" | "empty"; dist?: string });
  behaviour: Behaviour;
  backups: { fails: string | null };
  calibrates: "not" | "well" | "badly";
  shadows: { tolerance: number; models: object[] } | null;
  historyIsAway: boolean;
  isFull: boolean;
  streams: Set<unknown>;
  device(id: string): object;
  orders: [device: string, what: string, order: object][];
  runAhead(ms: number): void;
  troubles(trouble: { away?: string[]; alarms?: string[] }): void;
  listen(port?: number): Promise<string>;
  close(): Promise<void>;
  says(id: string, event: string, reason?: string, request_id?: string): void;
  change(id: string, facts: object): void;
}
