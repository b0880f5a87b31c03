// The hub's own numbers and the health of its parts as rows of history, so that Grafana needs one
// data source only. Pure.
#pragma once

#include <map>
#include <span>
#include <string>

#include "hub/journal/rows.h"
#include "hub/moment.h"
#include "runtime/health.h"
#include "runtime/metrics.h"

namespace luft::hub {

class ServiceMetrics {
 public:
  static constexpr std::chrono::seconds kEvery{60};
  static constexpr std::chrono::seconds kFirstAfter{5};  // when all parts have said how they are

  // Adds a row for each sample: counters (their names end in _total or _count) as the increase
  // since the last time, at first since the start, so that sums need to know nothing of restarts;
  // all others as they are. For each part a row `luft_health` with its name as label `part`: 0 ok,
  // 1 degraded, 2 down; and where that changed, an event.
  void add(std::span<const runtime::MetricSample> samples,
           std::span<const runtime::HealthPart> parts, SystemTime now, Rows& rows);

 private:
  void add_part(const runtime::HealthPart& part, SystemTime now, Rows& rows);

  std::map<std::string, double> counted_;  // by name and labels
  std::map<std::string, runtime::HealthState> states_;
};

}  // namespace luft::hub
