// What a device measures, from what a person says is wired to it: nothing is promised that no part
// can deliver.
#pragma once

#include <array>
#include <span>

#include "firmware/core/sampler.h"
#include "firmware/core/setup/device_setup.h"

namespace luft::firmware {

class WiredMetrics {
 public:
  explicit WiredMetrics(const DeviceSetup& setup);

  // How well the radio is heard is always among them: it is a reading that a device without sensors
  // has too.
  [[nodiscard]] std::span<const MetricSettings> all() const { return {metrics_.data(), count_}; }

 private:
  void add(contract::Metric metric) { metrics_[count_++].metric = metric; }

  std::array<MetricSettings, 4> metrics_{};
  std::size_t count_ = 0;
};

}  // namespace luft::firmware
