// What can be measured: the closed set of metrics with their units and plausible ranges.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace luft::contract {

enum class Metric : std::uint8_t {
  temperature,
  humidity,
  sound_volume,
  co2,
  pressure,
  illuminance,
  rain,
  wind_speed,
  rssi,
};

inline constexpr std::size_t kMetricCount = 9;

struct MetricInfo {
  Metric metric;
  std::string_view name;  // as in `sensor/{id}/{name}`
  std::string_view unit;  // for people: "°C", "%", "dB(A)"
  double min;             // values outside [min, max] are refused
  double max;
};

[[nodiscard]] const MetricInfo& info(Metric metric);
[[nodiscard]] std::optional<Metric> metric_named(std::string_view name);
[[nodiscard]] std::span<const MetricInfo, kMetricCount> all_metrics();

}  // namespace luft::contract
