// `luft up`: all services for real devices, kept running until someone says stop.
#include <fmt/format.h>

#include <cstdio>

#include "cli/commands.h"
#include "cli/demo_folder.h"
#include "cli/grafana.h"
#include "cli/launch.h"
#include "cli/running.h"
#include "runtime/shutdown.h"

namespace luft::cli {
namespace {

void say(const std::string& line) {
  fmt::print(stderr, "luft: {}\n", line);
}

// Supervises until SIGINT or SIGTERM.
std::expected<void, std::string> supervise(Supervisor& supervisor,
                                           const runtime::Shutdown& shutdown) {
  while (!shutdown.requested()) {
    if (auto ok = supervisor.tick(); !ok) return ok;
    // No longer: what waits to be started again wakes no descriptor.
    supervisor.wait(shutdown.fd(), std::chrono::milliseconds(100));
  }
  return {};
}

}  // namespace

int run_up(const Settings& settings, const UpOptions& options) {
  const runtime::Shutdown shutdown;
  const DataFolder folder = data_folder(settings);
  if (is_demo_folder(folder)) {
    return fail(
        fmt::format("{} is a demo's; choose another folder with LUFT_DATA", folder.root.string()));
  }
  folder.create();
  if (const auto running = running_addresses(folder)) {
    return fail(
        fmt::format("already running (process {}): {}", running->supervisor_pid, running->http));
  }
  if (const auto taken = taken_port(settings)) return fail(taken->problem + "; " + taken->fix);
  std::vector<Service> more;
  if (options.grafana) {
    auto grafana = grafana_service(settings, folder, runtime::process_environment());
    if (!grafana) return fail(grafana.error());
    more.push_back(*std::move(grafana));
  }
  auto supervisor = launch(settings, folder, say, std::move(more));
  if (!supervisor) return fail(supervisor.error());
  const Addresses addresses = addresses_of(settings);
  const auto ready = wait_until_ready(**supervisor, addresses.hub(), shutdown, std::nullopt, say);
  std::expected<void, std::string> ended;
  if (!ready) {
    ended = std::unexpected(ready.error());
  } else if (*ready == Readiness::ready) {
    if (!addresses.http_password_file.empty()) {
      say("the page asks for a name (any) and the password in " + addresses.http_password_file);
    }
    if (options.grafana)
      say("Grafana: http://127.0.0.1:3000 unless GF_SERVER_HTTP_… says otherwise");
    fmt::print("ready {}\n", addresses.http);
    std::fflush(stdout);
    ended = supervise(**supervisor, shutdown);
  }
  (*supervisor)->stop();
  remove_addresses(folder);
  return ended ? 0 : fail(ended.error());
}

}  // namespace luft::cli
