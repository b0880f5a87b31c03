// When to ask the model about one device's window, where that differs from luft.yaml's `trigger`.
// Pure.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "runtime/settings.h"

namespace luft::hub {

struct TriggerOverrides {
  // As under `trigger` in luft.yaml, and in the API.
  static constexpr std::array<std::string_view, 8> kNames{
      "temperature_c",       "humidity_pct",       "sound_volume_db", "co2_ppm",
      "shortest_interval_s", "longest_interval_s", "freshness_s",     "request_timeout_s"};

  std::array<std::optional<double>, kNames.size()> values{};  // empty: as in luft.yaml

  [[nodiscard]] static std::optional<std::size_t> index_of(std::string_view name);
  [[nodiscard]] runtime::TriggerSettings over(const runtime::TriggerSettings& defaults) const;

  friend bool operator==(const TriggerOverrides&, const TriggerOverrides&) = default;
};

}  // namespace luft::hub
