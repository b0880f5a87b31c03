// The table of all settings: how each is named, read, checked and described. Defaults are those
// of the structs in settings.h.
#pragma once

#include <expected>
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/settings.h"

namespace luft::runtime {

struct SettingRow {
  std::string path;     // "mqtt.port"
  std::string allowed;  // for people: "a whole number from 1 to 65535"
  std::string meaning;  // one line
  // Puts the value into the settings, or says what is wrong with it.
  std::function<std::expected<void, std::string>(Settings&, std::string_view text)> write;
  // The value as one would write it.
  std::function<std::string(const Settings&)> read;
};

// In the order of luft.yaml.
[[nodiscard]] const std::vector<SettingRow>& all_settings();

// "mqtt.port" -> "LUFT_MQTT_PORT".
[[nodiscard]] std::string variable_of(std::string_view path);

// What holds between settings and cannot be said of one alone; `where` is the setting's path.
[[nodiscard]] std::vector<SettingsProblem> check_together(const Settings& settings);

}  // namespace luft::runtime
