// Command lines and environments of the services.
#include "cli/services.h"

#include <fmt/format.h>
#include <unistd.h>

#include "cli/broker_setup.h"
#include "cli/broker_socket.h"
#include "cli/programs.h"
#include "runtime/http_access.h"
#include "runtime/mqtt_settings.h"

namespace luft::cli {
namespace {

namespace fs = std::filesystem;
using runtime::Settings;
using std::chrono::milliseconds;

// Together below the five seconds that stopping may take: ml, then the hub, then the rest at once.
constexpr milliseconds kMlGrace{700};
constexpr milliseconds kHubGrace{2'000};
constexpr milliseconds kLastGrace{2'000};

std::expected<fs::path, std::string> program(const std::string& name, std::string_view fix) {
  fs::path found = find_program(name);
  if (!found.empty()) return found;
  return std::unexpected(fmt::format("the program {} is not there; {}", name, fix));
}

// Of our own broker; empty: by TCP.
std::string socket_url(const DataFolder& folder) {
  const fs::path socket = broker_socket(folder);
  return socket.empty() ? "" : std::string{runtime::kMqttSocketScheme} + socket.string();
}

runtime::Environment environment_of(const Settings& settings, const DataFolder& folder,
                                    const std::string& service) {
  Settings told = settings;
  told.data = folder.root.string();
  const bool has_account = !service.empty();
  if (has_account && settings.mqtt.url.empty()) told.mqtt.url = socket_url(folder);
  if (has_account && needs_passwords(settings) && settings.mqtt.username.empty()) {
    told.mqtt.username = service;
    told.mqtt.password_file = broker_password_of(folder, service).string();
  }
  return runtime::to_environment(told);
}

Service service_of_ours(const Settings& settings, const DataFolder& folder, Supervised plan,
                        const fs::path& path) {
  const auto environment = environment_of(settings, folder, plan.name);
  runtime::ProcessOptions process{
      .command = {path.string()},
      .set_env = {environment.begin(), environment.end()},
      .output_file = folder.log_file(plan.name).string(),
      .working_folder = {},
      .group = runtime::ProcessGroup::own,
  };
  return {std::move(plan), std::move(process)};
}

// Commands that ask a running Luft may run in another folder.
std::string absolute_or_empty(const std::string& file) {
  return file.empty() ? file : fs::absolute(file).lexically_normal().string();
}

}  // namespace

std::expected<std::vector<Service>, std::string> services_for(const Settings& settings,
                                                              const DataFolder& folder) {
  std::vector<Service> services;
  if (settings.mqtt.url.empty()) {
    const auto path = program("mosquitto", "install it (./luft setup), or set LUFT_MQTT_URL");
    if (!path) return std::unexpected(path.error());
    services.push_back(
        {{.name = "broker", .stop_stage = 2, .grace = kLastGrace},
         {.command = {path->string(), "-c", broker_configuration_file(folder).string()},
          .set_env = {},
          .output_file = folder.log_file("broker").string(),
          .working_folder = {},
          .group = runtime::ProcessGroup::own}});
  }
  std::vector<std::pair<Supervised, std::string>> ours;
  if (settings.clickhouse.url.empty()) {
    ours.push_back(
        {{.name = "clickhouse", .stop_stage = 2, .grace = kLastGrace}, "luft-clickhouse"});
  }
  ours.push_back({{.name = "hub", .stop_stage = 1, .grace = kHubGrace}, "luft-hub"});
  ours.push_back({{.name = "ml", .stop_stage = 0, .grace = kMlGrace}, "luft-ml"});
  for (auto& [plan, name] : ours) {
    const auto path = program(name, "build it with ./luft setup");
    if (!path) return std::unexpected(path.error());
    services.push_back(service_of_ours(settings, folder, std::move(plan), *path));
  }
  return services;
}

std::map<std::string, std::string> environment_for_clients(const Settings& settings,
                                                           const DataFolder& folder) {
  const auto environment = environment_of(settings, folder, "");
  return {environment.begin(), environment.end()};
}

Addresses addresses_of(const Settings& settings) {
  const bool own_broker = settings.mqtt.url.empty();
  const bool own_database = settings.clickhouse.url.empty();
  const std::string database = runtime::reachable_at(settings.clickhouse.bind);
  return {
      .supervisor_pid = getpid(),
      .mqtt = own_broker ? fmt::format("mqtt://{}:{}", runtime::own_broker_host(settings.mqtt),
                                       settings.mqtt.port)
                         : settings.mqtt.url,
      .http = fmt::format("http://{}:{}", runtime::reachable_at(settings.http.bind),
                          settings.http.port),
      .clickhouse_http = own_database
                             ? fmt::format("http://{}:{}", database, settings.clickhouse.http_port)
                             : settings.clickhouse.url,
      .clickhouse_tcp =
          own_database ? fmt::format("{}:{}", database, settings.clickhouse.tcp_port) : "",
      .http_password_file = absolute_or_empty(runtime::http_password_file(settings)),
  };
}

}  // namespace luft::cli
