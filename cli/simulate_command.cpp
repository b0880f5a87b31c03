// `luft simulate`: virtual devices that load a running system, and what became of their readings.
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <cstdio>
#include <optional>

#include "cli/broker_setup.h"
#include "cli/commands.h"
#include "cli/demo_summary.h"
#include "cli/live_lines.h"
#include "cli/running.h"
#include "cli/virtual_devices.h"
#include "cli/watch.h"
#include "runtime/shutdown.h"

namespace luft::cli {
namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kLookedEvery{1};

struct Profile {
  std::string_view name;
  double speed;  // room seconds in a second
  int metrics;   // that each device sends
  std::vector<std::string> arguments;
};

// A home at its own pace; an office that measures CO2 and the weather; a storm in which everything
// changes at once and the windows move as often as motors may.
Profile profile_named(const std::string& name) {
  if (name == "office") return {"office", 60, 4, {"--co2", "--outdoor"}};
  if (name == "storm")
    return {"storm", 600, 4, {"--co2", "--outdoor", "--rest-between-moves", "2s"}};
  return {"home", 1, 3, {}};
}

// What a virtual device's sampling takes, and the hub's usual bound on what a device may send.
constexpr double kShortestInterval_s = 0.1;

// Why so many devices cannot send so much; nothing where they can.
std::optional<std::string> too_fast(const SimulateOptions& options) {
  const int metrics = profile_named(options.profile).metrics;
  const double most = options.devices * metrics / kShortestInterval_s;
  if (options.rate <= most) return std::nullopt;
  return fmt::format(
      "{} devices send at most {:g} readings a second ({} metrics, each {} times); for {:g} it "
      "takes --devices {}",
      options.devices, most, metrics, 1 / kShortestInterval_s, options.rate,
      static_cast<int>(std::ceil(options.rate * kShortestInterval_s / metrics)));
}

VirtualFleet fleet_of(const SimulateOptions& options) {
  const Profile profile = profile_named(options.profile);
  const double interval_s = options.devices * profile.metrics / options.rate;
  VirtualFleet fleet{.rooms = options.devices, .speed = profile.speed, .more = profile.arguments};
  // Names of their own: no simulated kitchen speaks for a real one.
  fleet.more.insert(fleet.more.end(), {"--numbered", "--prefix", "sim", "--sample-interval",
                                       fmt::format("{:.3f}s", interval_s)});
  return fleet;
}

// Shows how the system fares until the time is over, a person ends it, or the devices do.
std::expected<void, std::string> watch(const HubAddress& hub, const SimulateOptions& options,
                                       VirtualDevices& devices, const runtime::Shutdown& shutdown,
                                       LiveLines& lines) {
  const auto began = Clock::now();
  std::optional<Look> before;
  while (!shutdown.wait_for(kLookedEvery)) {
    if (!devices.running()) return std::unexpected(devices.why_ended());
    if (options.seconds &&
        Clock::now() - began >= std::chrono::duration<double>(*options.seconds)) {
      return {};
    }
    auto system = ask_system(hub);
    if (!system) continue;
    const Look now{.system = *std::move(system), .at = Clock::now()};
    if (before && lines.is_terminal()) lines.draw(watch_lines(*before, now, lines.width()));
    before = now;
  }
  return {};
}

int account_for(VirtualDevices& devices, const SimulateOptions& options, LiveLines& lines) {
  lines.print("Ending: letting the last readings arrive …");
  devices.stop_sampling();
  devices.wait();
  const auto report = devices.report();
  if (!report) return fail(report.error());
  DeviceAccount sums;
  for (const auto& [id, account] : report->devices) {
    sums.sent += account.sent;
    sums.receipted += account.receipted;
    sums.unsent += account.unsent;
    sums.movements += account.movements;
  }
  fmt::print("{} devices sent {} readings: {} receipted, {} still held; windows moved {} times\n",
             options.devices, sums.sent, sums.receipted, sums.unsent, sums.movements);
  return sums.sent == sums.receipted ? 0 : 1;
}

}  // namespace

int run_simulation(const Settings& settings, const SimulateOptions& options) {
  if (const auto why = too_fast(options)) return fail(*why);
  const runtime::Shutdown shutdown;
  const auto running = find_running(settings);
  if (!running) return fail(running.error());
  if (needs_passwords(settings)) {
    return fail(
        "the broker asks every device for a password; simulate against one that listens on "
        "loopback only (mqtt.bind)");
  }
  Settings reached = settings;
  reached.mqtt.url = running->addresses.mqtt;
  auto devices = VirtualDevices::start(reached, running->folder, fleet_of(options));
  if (!devices) return fail(devices.error());
  LiveLines lines(stdout);
  lines.print(fmt::format("{} devices send about {:g} readings a second ({}) – Ctrl-C ends it",
                          options.devices, options.rate, options.profile));
  if (const auto ok = watch(running->addresses.hub(), options, *devices, shutdown, lines); !ok) {
    return fail(ok.error());
  }
  return account_for(*devices, options, lines);
}

}  // namespace luft::cli
