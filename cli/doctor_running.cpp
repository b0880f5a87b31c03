// Knocks at each door with the credentials that the services have.
#include "cli/doctor_running.h"

#include <fmt/format.h>
#include <unistd.h>

#include "cli/broker_probe.h"
#include "cli/broker_setup.h"
#include "cli/http_request.h"
#include "cli/hub_api.h"
#include "runtime/file.h"
#include "runtime/mqtt_settings.h"

namespace luft::cli {
namespace {

using runtime::Settings;

constexpr std::chrono::seconds kBrokerAnswersWithin{3};

// Which log tells of a part: `database` and `journal` are the hub's names.
std::string see_log(const DataFolder& folder, const std::string& part) {
  const std::string service = part == "database" ? "clickhouse" : part == "journal" ? "hub" : part;
  return "see " + folder.log_file(service).string();
}

Finding broker_finding(const std::string& address, const std::expected<BrokerVisit, std::string>& v,
                       const std::string& fix) {
  if (v) return {"broker reached", Health::good, address, {}};
  return {"broker reached", Health::bad, fmt::format("{}: {}", address, v.error()), fix};
}

std::expected<BrokerVisit, std::string> visit(const Settings& settings) {
  auto mqtt = runtime::mqtt_settings(settings, fmt::format("luft-doctor-{}", getpid()));
  if (!mqtt) return std::unexpected(mqtt.error().where + ": " + mqtt.error().what);
  return visit_broker(*mqtt, kBrokerAnswersWithin);
}

Finding look_at_database(const std::string& url, const std::string& fix) {
  const auto ping = ask({.base = url, .path = "/ping", .body = {}, .headers = {}});
  if (ping && ping->is_ok()) return {"ClickHouse reached", Health::good, url, {}};
  return {"ClickHouse reached", Health::bad,
          ping ? fmt::format("{}/ping answers {}", url, ping->status) : ping.error(), fix};
}

Finding look_at_ml(const BrokerVisit& visit, const DataFolder& folder) {
  if (visit.ml_status && *visit.ml_status != "offline") return {"ml", Health::good, "online", {}};
  return {"ml", Health::bad, visit.ml_status ? "offline" : "never said that it is there",
          see_log(folder, "ml")};
}

}  // namespace

std::vector<Finding> examine_running(const Settings& settings, const DataFolder& folder,
                                     const Addresses& addresses) {
  std::vector<Finding> out;
  const auto system = ask_system(addresses.hub());
  if (!system) {
    out.push_back({"hub", Health::bad, system.error(), see_log(folder, "hub")});
  } else {
    out.push_back({"hub", Health::good, addresses.http, {}});
    for (const auto& part : system->parts) {
      const bool ok = part.state == "ok";
      out.push_back({"hub: " + part.name, ok ? Health::good : Health::bad,
                     part.state + " " + part.detail, ok ? "" : see_log(folder, part.name)});
    }
  }
  Settings as_hub = settings;
  as_hub.mqtt.url = addresses.mqtt;  // where it listens now, whatever the settings say
  if (needs_passwords(settings) && settings.mqtt.username.empty()) {
    as_hub.mqtt.username = "hub";
    as_hub.mqtt.password_file = broker_password_of(folder, "hub").string();
  }
  const auto visited = visit(as_hub);
  out.push_back(broker_finding(addresses.mqtt, visited, see_log(folder, "broker")));
  if (visited) out.push_back(look_at_ml(*visited, folder));
  out.push_back(look_at_database(addresses.clickhouse_http, see_log(folder, "clickhouse")));
  return out;
}

std::vector<Finding> examine_elsewhere(const Settings& settings) {
  std::vector<Finding> out;
  if (!settings.mqtt.url.empty()) {
    out.push_back(broker_finding(settings.mqtt.url, visit(settings),
                                 "start it, or correct mqtt.url, mqtt.username, "
                                 "mqtt.password_file, mqtt.ca_file"));
  }
  if (!settings.clickhouse.url.empty()) {
    out.push_back(look_at_database(settings.clickhouse.url, "start it, or correct clickhouse.url"));
  }
  return out;
}

}  // namespace luft::cli
