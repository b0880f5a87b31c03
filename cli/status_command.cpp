// `luft status`: how a running system is.
#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <ctime>

#include "cli/commands.h"
#include "cli/demo_table.h"
#include "cli/hub_api.h"
#include "cli/live_lines.h"
#include "cli/running.h"
#include "cli/watch.h"
#include "runtime/shutdown.h"

namespace luft::cli {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kLookedEvery{1};

// Until Ctrl-C, or the time is over; a hub that is away meanwhile is waited for.
int watch(const HubAddress& hub, const StatusOptions& options) {
  const runtime::Shutdown shutdown;
  LiveLines lines(stdout);
  std::optional<Look> before;
  const auto began = Clock::now();
  const auto is_over = [&] {
    return options.seconds &&
           Clock::now() - began >= std::chrono::duration<double>(*options.seconds);
  };
  do {
    auto system = ask_system(hub);
    if (!system) {
      lines.draw({"the hub is away: " + system.error()});
      continue;
    }
    const Look now{.system = *std::move(system), .at = Clock::now()};
    if (before) lines.draw(watch_lines(*before, now, lines.width()));
    before = now;
  } while (!shutdown.wait_for(kLookedEvery) && !is_over());
  return before && before->system.ready ? 0 : 1;
}

std::string local_time(std::int64_t unix_ms) {
  return fmt::format("{:%Y-%m-%d %H:%M}", fmt::localtime(static_cast<std::time_t>(unix_ms / 1000)));
}

}  // namespace

int run_status(const Settings& settings, const StatusOptions& options) {
  const auto running = find_running(settings);
  if (!running) return fail(running.error());
  const auto& addresses = running->addresses;
  if (options.watch) return watch(addresses.hub(), options);
  fmt::print("data    {}\nbroker  {}\npage    {}\n", running->folder.root.string(), addresses.mqtt,
             addresses.http);
  fmt::print("history {}\n\n", addresses.clickhouse_http);
  const auto system = ask_system(addresses.hub());
  if (!system) return fail(system.error());
  for (const auto& part : system->parts) {
    fmt::print("{:<12} {:<10} {}\n", part.name, part.state, part.detail);
  }
  if (const auto& pause = system->pause) {
    fmt::print("\nall windows are paused since {} ({}), until {} or `luft devices resume`\n",
               local_time(pause->since_ms), pause->by, local_time(pause->until_ms));
  }
  const auto devices = ask_devices(addresses.hub());
  if (!devices) return fail(devices.error());
  constexpr std::size_t kColumns = 100;
  fmt::print("\n");
  for (const auto& line : demo_table(*devices, kColumns)) fmt::print("{}\n", line);
  return system->ready ? 0 : 1;
}

}  // namespace luft::cli
