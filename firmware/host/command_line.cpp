#include "firmware/host/command_line.h"

#include <fmt/format.h>
#include <signal.h>

#include <cstdio>
#include <ctime>
#include <optional>
#include <utility>

#include "runtime/mqtt_settings.h"

namespace luft::firmware::host {
namespace {

bool take_pending_signal() {
  sigset_t signals{};
  ::sigemptyset(&signals);
  ::sigaddset(&signals, SIGINT);
  ::sigaddset(&signals, SIGTERM);
  const timespec at_once{};
  return ::sigtimedwait(&signals, nullptr, &at_once) > 0;
}

}  // namespace

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

SecondSignal::SecondSignal() {
  while (take_pending_signal()) {
  }
}

bool SecondSignal::came() {
  came_ = came_ || take_pending_signal();
  return came_;
}

}  // namespace luft::firmware::host
