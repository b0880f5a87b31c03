#include "firmware/host/command_line.h"

#include <fmt/format.h>

#include <cstdio>
#include <optional>
#include <utility>

#include "runtime/mqtt_settings.h"

namespace luft::firmware::host {

std::map<std::string, double> duration_units() {
  return {{"ms", 0.001}, {"s", 1}, {"m", 60}, {"min", 60}, {"h", 3'600}};
}

std::expected<HostSettings, int> load_host_settings(const std::string& file,
                                                    std::string_view client_id) {
  const auto say = [](const runtime::SettingsProblem& problem) {
    fmt::print(stderr, "{}: {}\n", problem.where, problem.what);
  };
  const auto environment = runtime::process_environment();
  const auto found = runtime::find_settings_file(
      file.empty() ? std::nullopt : std::optional<std::string>{file}, environment);
  auto settings = runtime::load_settings(found, environment);
  if (!settings) {
    for (const auto& problem : settings.error()) say(problem);
    return std::unexpected(kWrongUsage);
  }
  auto connection = runtime::mqtt_settings(*settings, client_id);
  if (!connection) {
    say(connection.error());
    return std::unexpected(kWrongUsage);
  }
  return HostSettings{.settings = std::move(*settings), .connection = std::move(*connection)};
}

}  // namespace luft::firmware::host
