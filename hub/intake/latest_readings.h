// The newest reading of each metric that a device was heard to measure. Takes memory for those
// metrics only: most devices measure a few. Pure.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "contract/device.h"
#include "hub/moment.h"

namespace luft::hub {

struct LatestReading {
  double value = 0;
  SystemTime time;  // epoch: never
};

class LatestReadings {
 public:
  [[nodiscard]] LatestReading of(contract::Metric metric) const;
  void put(contract::Metric metric, LatestReading reading);

  // The metrics that there are readings of, as contract::sensor_bit.
  [[nodiscard]] std::uint16_t metrics() const { return metrics_; }

 private:
  [[nodiscard]] std::size_t place_of(contract::Metric metric) const;

  std::uint16_t metrics_ = 0;
  std::vector<LatestReading> readings_;  // of those, ascending
};

}  // namespace luft::hub
