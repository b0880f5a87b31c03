// From settings to services that are ready.
#include "cli/launch.h"

#include <fmt/format.h>

#include <iterator>

#include "cli/broker_setup.h"
#include "cli/hub_api.h"
#include "cli/ports.h"
#include "cli/services.h"

namespace luft::cli {
namespace {

using runtime::Settings;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr int kOk = 200;
constexpr milliseconds kReadinessAskedEvery{100};
constexpr seconds kImpatienceSaidEvery{15};

struct NeededPort {
  std::uint16_t* port;
  const char* what;
  const char* variable;
};

// The ports that our own services will listen on.
std::vector<NeededPort> needed_ports(Settings& settings) {
  std::vector<NeededPort> ports;
  if (settings.mqtt.url.empty()) {
    ports.push_back({.port = &settings.mqtt.port, .what = "MQTT", .variable = "LUFT_MQTT_PORT"});
  }
  if (settings.mqtt.own_has_tls()) {
    ports.push_back({.port = &settings.mqtt.tls_port,
                     .what = "MQTT over TLS",
                     .variable = "LUFT_MQTT_TLS_PORT"});
  }
  ports.push_back({.port = &settings.http.port, .what = "HTTP", .variable = "LUFT_HTTP_PORT"});
  if (settings.clickhouse.url.empty()) {
    ports.push_back({.port = &settings.clickhouse.http_port,
                     .what = "ClickHouse HTTP",
                     .variable = "LUFT_CLICKHOUSE_HTTP_PORT"});
    ports.push_back({.port = &settings.clickhouse.tcp_port,
                     .what = "ClickHouse TCP",
                     .variable = "LUFT_CLICKHOUSE_TCP_PORT"});
  }
  return ports;
}

// "broker: refused; clickhouse: starting", or that nothing answers yet.
std::string what_is_missing(const HubAddress& hub) {
  const auto answer = ask_hub(hub, "/readyz");
  if (!answer) return answer.error();
  const auto system = parse_system(*answer);
  if (!system) return system.error();
  std::string out;
  for (const auto& part : system->parts) {
    if (part.state == "ok") continue;
    out += fmt::format("{}{}: {} {}", out.empty() ? "" : "; ", part.name, part.state, part.detail);
  }
  return out;
}

bool is_ready(const HubAddress& hub) {
  const auto answer = get_from_hub(hub, "/readyz", kHubPatience);
  return answer && answer->status == kOk;
}

}  // namespace

std::optional<TakenPort> taken_port(const Settings& settings) {
  Settings copy = settings;
  for (const auto& needed : needed_ports(copy)) {
    if (is_free(*needed.port)) continue;
    const std::string holder = holder_of(*needed.port);
    return TakenPort{
        .problem = fmt::format("port {} ({}) is taken{}", *needed.port, needed.what,
                               holder.empty() ? "" : " by " + holder),
        .fix = fmt::format("end what uses it, or choose another with {}", needed.variable)};
  }
  return std::nullopt;
}

Settings with_free_ports(Settings settings) {
  for (const auto& needed : needed_ports(settings)) *needed.port = free_port_near(*needed.port);
  return settings;
}

std::expected<std::unique_ptr<Supervisor>, std::string> launch(const Settings& settings,
                                                               const DataFolder& folder,
                                                               Supervisor::Say say,
                                                               std::vector<Service> more) {
  auto services = services_for(settings, folder);
  if (!services) return std::unexpected(services.error());
  services->insert(services->end(), std::make_move_iterator(more.begin()),
                   std::make_move_iterator(more.end()));
  auto supervisor = std::make_unique<Supervisor>(folder, std::move(*services), std::move(say));
  if (const auto claimed = supervisor->claim(); !claimed) return std::unexpected(claimed.error());
  if (settings.mqtt.url.empty()) {
    const auto prepared = prepare_broker(settings, folder);
    if (!prepared) return std::unexpected(prepared.error());
  }
  if (const auto ok = supervisor->tick(); !ok) return std::unexpected(ok.error());
  write_addresses(folder, addresses_of(settings));
  return supervisor;
}

std::expected<Readiness, std::string> wait_until_ready(Supervisor& supervisor,
                                                       const HubAddress& hub,
                                                       const runtime::Shutdown& shutdown,
                                                       std::optional<seconds> patience,
                                                       const Supervisor::Say& say) {
  const auto began = std::chrono::steady_clock::now();
  auto said = began;
  while (!shutdown.requested()) {
    if (const auto ok = supervisor.tick(); !ok) return std::unexpected(ok.error());
    if (is_ready(hub)) return Readiness::ready;
    const auto now = std::chrono::steady_clock::now();
    if (patience && now - began > *patience) {
      return std::unexpected(
          fmt::format("not ready after {} s: {}", patience->count(), what_is_missing(hub)));
    }
    if (now - said > kImpatienceSaidEvery) {
      say("not ready yet: " + what_is_missing(hub));
      said = now;
    }
    supervisor.wait(shutdown.fd(), kReadinessAskedEvery);
  }
  return Readiness::interrupted;
}

}  // namespace luft::cli
