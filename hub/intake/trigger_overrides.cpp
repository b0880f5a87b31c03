#include "hub/intake/trigger_overrides.h"

#include <algorithm>

namespace luft::hub {

std::optional<std::size_t> TriggerOverrides::index_of(std::string_view name) {
  const auto found = std::ranges::find(kNames, name);
  if (found == kNames.end()) return std::nullopt;
  return static_cast<std::size_t>(found - kNames.begin());
}

// In the order of kNames.
runtime::TriggerSettings TriggerOverrides::over(const runtime::TriggerSettings& defaults) const {
  runtime::TriggerSettings settings = defaults;
  const std::array numbers{&settings.temperature_c, &settings.humidity_pct,
                           &settings.sound_volume_db, &settings.co2_ppm};
  const std::array durations{&settings.shortest_interval, &settings.longest_interval,
                             &settings.freshness, &settings.request_timeout};
  static_assert(numbers.size() + durations.size() == kNames.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (!values[i]) continue;
    if (i < numbers.size()) {
      *numbers[i] = *values[i];
    } else {
      *durations[i - numbers.size()] = std::chrono::seconds{static_cast<std::int64_t>(*values[i])};
    }
  }
  return settings;
}

}  // namespace luft::hub
