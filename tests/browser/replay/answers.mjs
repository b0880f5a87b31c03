// What the replayed hub says of settings and disk, whatever happens.
export function config(desired = null) {
  const reported = {
    version: 1,
    metrics: { temperature: { interval_s: 60, deadband: 0.2 } },
    window: { rest_s: 60, locked: false },
    refused: [{ setting: "humidity.interval_s", reason: "too often" }],
  };
  return { desired, reported, in_force: false };
}

export const storage = (now) => ({
  database: "26.7.3",
  readings: 1_209_400,
  oldest_ms: now - 90 * 86_400_000,
  disk: { free_bytes: 215e9, total_bytes: 256e9 },
});
