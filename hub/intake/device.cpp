#include "hub/intake/device.h"

#include <algorithm>

#include "contract/device.h"

namespace luft::hub {
namespace {

constexpr std::uint32_t kWindowBit = 1U << 31;  // beside those of contract::sensor_bit

}  // namespace

std::uint32_t hold_left_s(const Window& window, SystemTime now) {
  const std::uint32_t said_s = window.state.hold_s.value_or(0);
  const auto passed = std::chrono::duration_cast<std::chrono::seconds>(now - window.time).count();
  return passed >= static_cast<std::int64_t>(said_s)
             ? 0
             : said_s - static_cast<std::uint32_t>(std::max<std::int64_t>(passed, 0));
}

std::vector<std::string_view> Device::capabilities() const {
  const std::uint32_t bits = capability_bits();
  std::vector<std::string_view> all;
  if ((bits & kWindowBit) != 0) all.emplace_back("window");
  for (const contract::MetricInfo& metric : contract::all_metrics()) {
    if ((bits & contract::sensor_bit(metric.metric)) != 0) all.push_back(metric.name);
  }
  return all;
}

std::uint32_t Device::capability_bits() const {
  return sensed() | (has_window == true ? kWindowBit : 0);
}

}  // namespace luft::hub
