// `luft status`: how a running system is.
#include <fmt/format.h>

#include "cli/commands.h"
#include "cli/demo_table.h"
#include "cli/hub_api.h"
#include "cli/running.h"

namespace luft::cli {

int run_status(const Settings& settings) {
  const auto running = find_running(settings);
  if (!running) return fail(running.error());
  const auto& addresses = running->addresses;
  fmt::print("data    {}\nbroker  {}\npage    {}\n", running->folder.root.string(), addresses.mqtt,
             addresses.http);
  fmt::print("history {}\n\n", addresses.clickhouse_http);
  const auto system = ask_system(addresses.hub());
  if (!system) return fail(system.error());
  for (const auto& part : system->parts) {
    fmt::print("{:<12} {:<10} {}\n", part.name, part.state, part.detail);
  }
  const auto devices = ask_devices(addresses.hub());
  if (!devices) return fail(devices.error());
  constexpr std::size_t kColumns = 100;
  fmt::print("\n");
  for (const auto& line : demo_table(*devices, kColumns)) fmt::print("{}\n", line);
  return system->ready ? 0 : 1;
}

}  // namespace luft::cli
