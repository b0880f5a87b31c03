#include "hub/intake/latest_readings.h"

#include <bit>

namespace luft::hub {

LatestReading LatestReadings::of(contract::Metric metric) const {
  if ((metrics_ & contract::sensor_bit(metric)) == 0) return {};
  return readings_[place_of(metric)];
}

void LatestReadings::put(contract::Metric metric, LatestReading reading) {
  const std::size_t place = place_of(metric);
  const std::uint16_t bit = contract::sensor_bit(metric);
  if ((metrics_ & bit) != 0) {
    readings_[place] = reading;
    return;
  }
  readings_.insert(readings_.begin() + static_cast<std::ptrdiff_t>(place), reading);
  metrics_ |= bit;
}

std::size_t LatestReadings::place_of(contract::Metric metric) const {
  const unsigned below = contract::sensor_bit(metric) - 1U;
  return static_cast<std::size_t>(std::popcount(metrics_ & below));
}

}  // namespace luft::hub
