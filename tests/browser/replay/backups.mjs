// A backup that takes its time: a moment for each step.
const steps = ["waiting", "journal", "history", "checking"];
const stepMs = 400;

export class Backups {
  beganMs = null;
  fails = null; // why the next one fails; null: it does not

  // Status and body, as the hub answers.
  answer(method) {
    if (method === "POST") {
      if (this.state().phase === "running") {
        const detail = "a backup is being taken already";
        return [409, { title: "Already being taken", status: 409, detail }];
      }
      this.beganMs = Date.now();
      return [202, this.state()];
    }
    return [200, this.state()];
  }

  state() {
    const nothing = {
      phase: "none",
      step: null,
      folder: null,
      began_ms: null,
      ended_ms: null,
      readings: null,
      bytes: null,
      error: null,
    };
    if (this.beganMs === null) return nothing;
    const passed = Math.floor((Date.now() - this.beganMs) / stepMs);
    const began = {
      ...nothing,
      folder: "/var/lib/luft/backups/backup-2026-11-27T10-00-00Z",
      began_ms: this.beganMs,
    };
    if (passed < steps.length) return { ...began, phase: "running", step: steps[passed] };
    const ended = { ...began, ended_ms: this.beganMs + steps.length * stepMs };
    if (this.fails) return { ...ended, phase: "failed", error: this.fails };
    return { ...ended, phase: "done", readings: 1_209_400, bytes: 48_300_000 };
  }
}
