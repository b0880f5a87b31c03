export type Behaviour = "answers" | "mute" | "refuses";

export class Replay {
  constructor(options?: { scene?: "home" | "empty"; dist?: string });
  behaviour: Behaviour;
  backups: { fails: string | null };
  listen(port?: number): Promise<string>;
  close(): Promise<void>;
  change(id: string, facts: object): void;
}
