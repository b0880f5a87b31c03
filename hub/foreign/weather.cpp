#include "hub/foreign/weather.h"

#include <algorithm>

#include "contract/hazard_levels.h"

namespace luft::hub {
namespace {

bool at_least(const std::optional<double>& value, double begins, double ends, bool was_on) {
  return value && *value >= (was_on ? ends : begins);
}

}  // namespace

void Weather::on_reading(const contract::DeviceId& device, contract::Metric metric, double value,
                         SteadyTime now) {
  switch (metric) {
    case contract::Metric::rain:
      rain_[device] = {.value = value, .time = now};
      break;
    case contract::Metric::wind_speed:
      wind_[device] = {.value = value, .time = now};
      break;
    case contract::Metric::temperature:
      cold_[device] = {.value = -value, .time = now};
      break;
    default:
      break;
  }
}

Hazards Weather::hazards(SteadyTime now) {
  using namespace contract;
  on_ = {.storm = at_least(highest(wind_, now), kStormBegins_m_s, kStormEnds_m_s, on_.storm),
         .rain = at_least(highest(rain_, now), kRainBegins_mm_h, kRainEnds_mm_h, on_.rain),
         .frost = at_least(highest(cold_, now), -kFrostBegins_c, -kFrostEnds_c, on_.frost)};
  return on_;
}

std::optional<double> Weather::highest(const Readings& readings, SteadyTime now) const {
  std::optional<double> highest;
  for (const auto& [device, reading] : readings) {
    if (now - reading.time > freshness_) continue;
    highest = std::max(highest.value_or(reading.value), reading.value);
  }
  return highest;
}

}  // namespace luft::hub
