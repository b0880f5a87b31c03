#include "cli/grafana.h"

#include <fmt/format.h>

#include <filesystem>

#include "cli/programs.h"
#include "runtime/mqtt_settings.h"

namespace luft::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::chrono::milliseconds kGrace{2'000};
constexpr const char* kHome = "/usr/share/grafana";  // of Grafana's own packages

// Where the database is, as provisioning/datasources/clickhouse.yml asks.
std::map<std::string, std::string> database_of(const runtime::Settings& settings,
                                               const DataFolder& folder) {
  const auto& database = settings.clickhouse;
  const fs::path password_file =
      database.reader_password_file.empty()
          ? folder.credentials() / fmt::format("clickhouse-{}", database.reader_user)
          : fs::absolute(database.reader_password_file);
  std::map<std::string, std::string> out{
      {"LUFT_GRAFANA_CLICKHOUSE_USER", database.reader_user},
      {"LUFT_GRAFANA_CLICKHOUSE_PASSWORD_FILE", password_file.string()},
      {"LUFT_GRAFANA_CLICKHOUSE_HOST", runtime::reachable_at(database.bind)},
      {"LUFT_GRAFANA_CLICKHOUSE_PORT", std::to_string(database.tcp_port)},
      {"LUFT_GRAFANA_CLICKHOUSE_PROTOCOL", "native"},
      {"LUFT_GRAFANA_CLICKHOUSE_SECURE", "false"}};
  if (database.url.empty()) return out;
  const bool secure = database.url.starts_with("https://");
  const std::string address = database.url.substr(database.url.find("://") + 3);
  const std::size_t colon = address.rfind(':');
  out["LUFT_GRAFANA_CLICKHOUSE_HOST"] = address.substr(0, colon);
  out["LUFT_GRAFANA_CLICKHOUSE_PORT"] =
      colon == std::string::npos ? (secure ? "8443" : "8123") : address.substr(colon + 1);
  out["LUFT_GRAFANA_CLICKHOUSE_PROTOCOL"] = "http";
  out["LUFT_GRAFANA_CLICKHOUSE_SECURE"] = secure ? "true" : "false";
  return out;
}

std::map<std::string, std::string> grafana_environment(const DataFolder& folder,
                                                       const fs::path& ours) {
  const fs::path kept = folder.root / "grafana";
  return {{"GF_PATHS_PROVISIONING", (ours / "provisioning").string()},
          {"LUFT_GRAFANA_DASHBOARDS", (ours / "dashboards").string()},
          {"GF_PATHS_DATA", kept.string()},
          {"GF_PATHS_LOGS", folder.log().string()},
          {"GF_PATHS_PLUGINS", (kept / "plugins").string()},
          {"GF_PLUGINS_PREINSTALL", "grafana-clickhouse-datasource"},
          {"GF_SERVER_HTTP_ADDR", "127.0.0.1"},
          {"GF_ANALYTICS_REPORTING_ENABLED", "false"}};
}

}  // namespace

std::expected<Service, std::string> grafana_service(const runtime::Settings& settings,
                                                    const DataFolder& folder,
                                                    const runtime::Environment& environment) {
  const fs::path server = find_program("grafana-server");
  if (server.empty()) {
    return std::unexpected(
        "the program grafana-server is not there; install Grafana from its makers "
        "(grafana/SETUP_CHECKLIST.md), or use compose.yaml");
  }
  const fs::path ours = find_file("share/luft/grafana", "grafana");
  Service service{{.name = "grafana", .stop_stage = 0, .grace = kGrace},
                  {.command = {(ours / "start").string(), server.string()},
                   .set_env = database_of(settings, folder),
                   .output_file = folder.log_file("grafana").string(),
                   .working_folder = {},
                   .group = runtime::ProcessGroup::own}};
  if (fs::exists(kHome)) service.process.command.push_back(fmt::format("--homepath={}", kHome));
  for (const auto& [name, value] : grafana_environment(folder, ours)) {
    if (!environment.contains(name)) service.process.set_env[name] = value;
  }
  return service;
}

}  // namespace luft::cli
