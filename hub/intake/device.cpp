#include "hub/intake/device.h"

#include "contract/device.h"

namespace luft::hub {

std::vector<std::string_view> Device::capabilities() const {
  std::vector<std::string_view> all;
  if (has_window == true) all.emplace_back("window");
  for (const contract::MetricInfo& metric : contract::all_metrics()) {
    const auto& latest = readings[static_cast<std::size_t>(metric.metric)];
    if ((sensors & contract::sensor_bit(metric.metric)) != 0 || latest.time != SystemTime{}) {
      all.push_back(metric.name);
    }
  }
  return all;
}

}  // namespace luft::hub
