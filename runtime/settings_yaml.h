// Reads luft.yaml into settings, noting every problem and where each setting was set.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/settings.h"

namespace luft::runtime {

struct SettingsReading {
  Settings settings;
  std::vector<SettingsProblem> problems;
  std::map<std::string, std::string, std::less<>> set_at;  // path -> "luft.yaml:12"
};

[[nodiscard]] SettingsReading read_yaml(std::string_view yaml, std::string_view name);

// "; did you mean mqtt.port?", or nothing.
[[nodiscard]] std::string did_you_mean(const std::optional<std::string>& nearest);

}  // namespace luft::runtime
