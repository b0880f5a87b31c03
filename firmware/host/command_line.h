// What luft-device and luft-replay share of a command line: durations, settings, the broker.
#pragma once

#include <expected>
#include <map>
#include <string>
#include <string_view>

#include "runtime/mqtt_types.h"
#include "runtime/settings.h"

namespace luft::firmware::host {

inline constexpr int kWrongUsage = 2;

// Units of a duration option, in seconds; a number without one is seconds.
[[nodiscard]] std::map<std::string, double> duration_units();

// Reads luft.yaml and the environment (`file` from --config; empty: where Luft looks), and says
// where the broker is. Problems are printed on stderr; the error is the exit code.
struct HostSettings {
  runtime::Settings settings;
  runtime::MqttSettings connection;
};
[[nodiscard]] std::expected<HostSettings, int> load_host_settings(const std::string& file,
                                                                  std::string_view client_id);

}  // namespace luft::firmware::host
