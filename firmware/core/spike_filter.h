// Single wrong readings kept out: what jumps farther than a room can in the time between two probes
// is held back until the next one, and then the median of three counts.
#pragma once

#include <optional>

#include "contract/metric.h"
#include "firmware/core/uptime.h"

namespace luft::firmware {

class SpikeFilter {
 public:
  // After this long without a value there is nothing to compare with: the next one counts.
  static constexpr Uptime kComparable = std::chrono::minutes{5};

  SpikeFilter() = default;
  explicit SpikeFilter(contract::Metric metric);

  // The value that counts; empty while a suspect waits for the next. A change that the next probe
  // confirms is late by one probe and no more.
  [[nodiscard]] std::optional<double> filter(double value, Uptime now);

 private:
  std::optional<double> farthest_;  // empty: whatever it is, it may be true (sound, light, wind)
  std::optional<double> accepted_;
  std::optional<double> suspect_;
  Uptime accepted_at_ = kNever;
};

}  // namespace luft::firmware
