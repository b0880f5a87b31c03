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

std::optional<std::string_view> Weather::hazard(SteadyTime now) {
  using namespace contract;
  storm_on_ = at_least(highest(wind_, now), kStormBegins_m_s, kStormEnds_m_s, storm_on_);
  rain_on_ = at_least(highest(rain_, now), kRainBegins_mm_h, kRainEnds_mm_h, rain_on_);
  frost_on_ = at_least(highest(cold_, now), -kFrostBegins_c, -kFrostEnds_c, frost_on_);
  if (storm_on_) return "hazard: storm";
  if (rain_on_) return "hazard: rain";
  if (frost_on_) return "hazard: frost in the room";
  return std::nullopt;
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
