// `device/{id}/config/desired` (hub) and `device/{id}/config/reported` (device), both retained: the
// settings that a device should have, and those in force with what was refused and why. Versioned:
// who sets something takes the larger of both versions plus one; a device obeys a newer one only.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <optional>
#include <span>
#include <string_view>

#include "contract/limits.h"
#include "contract/metric.h"
#include "contract/parse_error.h"
#include "contract/text.h"

namespace luft::contract {

// Of one sensor. Empty: not set, the device's own.
struct MetricConfig {
  std::optional<std::uint32_t> interval_s{};  // a report at least this often; 1..86,400
  std::optional<std::uint32_t> probe_s{};     // how often the sensor is asked; 1..86,400
  std::optional<double> deadband{};  // a change that is reported at once; 0: none; 0..100,000

  [[nodiscard]] bool empty() const { return !interval_s && !probe_s && !deadband; }
  friend bool operator==(const MetricConfig&, const MetricConfig&) = default;
};

struct WindowConfig {
  std::optional<std::uint32_t> rest_s{};  // from the end of one movement to the next; 0..3,600
  std::optional<bool> strict{};           // a control must say what it rests on (`as_of`)
  std::optional<bool> locked{};           // nobody moves it, not even a person
  // Minutes of the local day, 0..1,439, from which until which neither the model nor the device's
  // own rule moves it. Both or neither; over midnight when the first is the later one; equal:
  // never.
  std::optional<std::uint32_t> quiet_from_min{};
  std::optional<std::uint32_t> quiet_to_min{};

  [[nodiscard]] bool empty() const { return *this == WindowConfig{}; }
  friend bool operator==(const WindowConfig&, const WindowConfig&) = default;
};

struct AudioConfig {
  std::optional<std::uint32_t> clip_every_s{};  // a clip each so often, 10..86,400; 0: none

  [[nodiscard]] bool empty() const { return *this == AudioConfig{}; }
  friend bool operator==(const AudioConfig&, const AudioConfig&) = default;
};

struct DeviceConfig {
  std::uint64_t version = 0;  // 0: nobody ever set anything
  std::array<MetricConfig, kMetricCount> metrics{};
  WindowConfig window{};
  AudioConfig audio{};

  [[nodiscard]] MetricConfig& of(Metric metric) {
    return metrics[static_cast<std::size_t>(metric)];
  }
  [[nodiscard]] const MetricConfig& of(Metric metric) const {
    return metrics[static_cast<std::size_t>(metric)];
  }
  friend bool operator==(const DeviceConfig&, const DeviceConfig&) = default;
};

// Why a setting is not in force.
struct ConfigRefusal {
  Text<32> setting{};  // "co2.interval_s"
  Text<64> reason{};   // for people
  friend bool operator==(const ConfigRefusal&, const ConfigRefusal&) = default;
};

struct ReportedConfig {
  static constexpr std::size_t kMostRefusals = 4;  // the first ones are told

  DeviceConfig in_force{};  // its version is that of the last desired one the device looked at
  std::array<ConfigRefusal, kMostRefusals> refusals{};
  std::uint8_t refusal_count = 0;

  [[nodiscard]] std::span<const ConfigRefusal> refused() const {
    return {refusals.data(), refusal_count};
  }
  void refuse(std::string_view setting, std::string_view reason);
  friend bool operator==(const ReportedConfig&, const ReportedConfig&) = default;
};

// {"version":3,"metrics":{"temperature":{"interval_s":60,"probe_s":10,"deadband":0.2}},
//  "window":{"rest_s":60,"strict":true,"locked":false,"quiet_from_min":1320,"quiet_to_min":420}};
// and "audio":{"clip_every_s":0}; unknown metrics are ignored.
[[nodiscard]] std::expected<DeviceConfig, ParseError> parse_device_config(std::string_view payload);
[[nodiscard]] std::string_view write_device_config(const DeviceConfig& config,
                                                   std::span<char> buffer);

// As above, and "refused":[{"setting":"co2.interval_s","reason":"no such sensor"}].
[[nodiscard]] std::expected<ReportedConfig, ParseError> parse_reported_config(
    std::string_view payload);
[[nodiscard]] std::string_view write_reported_config(const ReportedConfig& reported,
                                                     std::span<char> buffer);

}  // namespace luft::contract
