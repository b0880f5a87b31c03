#include "contract/metric.h"

#include <cassert>

namespace luft::contract {
namespace {

// In the order of the enum. Ranges are what the usual sensors can say, not what is comfortable:
// BME280 and DHT22 (temperature, humidity, pressure), SCD30 (CO2), BH1750 (illuminance).
constexpr std::array<MetricInfo, kMetricCount> kMetrics{{
    {Metric::temperature, "temperature", "°C", -40, 85},
    {Metric::humidity, "humidity", "%", 0, 100},
    {Metric::sound_volume, "sound_volume", "dB(A)", 0, 140},
    {Metric::co2, "co2", "ppm", 0, 40'000},
    {Metric::pressure, "pressure", "hPa", 300, 1'100},
    {Metric::illuminance, "illuminance", "lx", 0, 200'000},
    {Metric::rain, "rain", "mm/h", 0, 500},
    {Metric::wind_speed, "wind_speed", "m/s", 0, 100},
    {Metric::rssi, "rssi", "dBm", -127, 0},
}};

}  // namespace

const MetricInfo& info(Metric metric) {
  const auto index = static_cast<std::size_t>(metric);
  assert(index < kMetrics.size());
  return kMetrics[index];
}

std::optional<Metric> metric_named(std::string_view name) {
  for (const MetricInfo& row : kMetrics) {
    if (row.name == name) return row.metric;
  }
  return std::nullopt;
}

std::span<const MetricInfo, kMetricCount> all_metrics() {
  return kMetrics;
}

}  // namespace luft::contract
