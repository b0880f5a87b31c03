// All dashboards, under the names of their files.
import type { Dashboard } from "@grafana/schema";

import { deviceDetail } from "./device-detail.js";
import { mlMetrics } from "./ml-metrics.js";
import { systemHealth } from "./system-health.js";
import { systemOverview } from "./system-overview.js";

export const dashboards: Record<string, Dashboard> = {
  "system-overview": systemOverview,
  "device-detail": deviceDetail,
  "ml-metrics": mlMetrics,
  "system-health": systemHealth,
};
