// The pause of all windows, as the hub keeps it (hub/airing.h): every window that can be told is held
// until its end; one that a person holds stays theirs until that hold ends, and one that is given
// back alone is held again.
const longestMs = 7 * 86_400_000;
const toleranceMs = 60_000;

export class Pause {
  sinceMs = null; // null: Luft moves the windows
  untilMs = 0;

  airing() {
    const paused = this.sinceMs !== null;
    return {
      paused,
      since_ms: this.sinceMs,
      until_ms: paused ? this.untilMs : null,
      by: paused ? "api" : null,
    };
  }

  // What windows are told: [id, what changes].
  set(paused, devices) {
    const now = Date.now();
    if (paused) {
      this.sinceMs ??= now;
      this.untilMs = this.sinceMs + longestMs;
      return this.tick(devices);
    }
    this.sinceMs = null;
    const free = { cause: "control", hold_until_ms: null, time_ms: now };
    return devices.filter(({ window }) => this.#isOwn(window)).map(({ id }) => [id, free]);
  }

  tick(devices) {
    if (this.sinceMs === null) return [];
    const now = Date.now();
    const held = {
      cause: "person",
      hold_until_ms: this.untilMs,
      time_ms: now,
    };
    return devices
      .filter(
        ({ window, online }) => window && online !== false && (window.hold_until_ms ?? 0) <= now,
      )
      .map(({ id }) => [id, held]);
  }

  #isOwn = (window) => (window?.hold_until_ms ?? 0) >= this.untilMs - toleranceMs;
}
