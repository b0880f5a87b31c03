// Starts, stops and reads luft-device.
#include "cli/virtual_devices.h"

#include <fmt/format.h>
#include <signal.h>

#include <filesystem>

#include "cli/programs.h"
#include "cli/services.h"
#include "cli/supervisor.h"
#include "runtime/file.h"

namespace luft::cli {

namespace {

// Readings that were on their way when a hub or a broker died are sent again after 30 s, then after
// a minute more.
constexpr std::chrono::seconds kDrainWithin{110};
constexpr std::size_t kLinesShown = 10;
constexpr std::size_t kLongestLog = 64 << 20;

}  // namespace

std::expected<VirtualDevices, std::string> VirtualDevices::start(const runtime::Settings& settings,
                                                                 const DataFolder& folder,
                                                                 const VirtualFleet& fleet) {
  const auto program = find_program("luft-device");
  if (program.empty()) return std::unexpected("luft-device is not built yet: ./luft setup");
  const std::string log = folder.log_file("devices").string();
  std::filesystem::remove(log);  // its last line will be this run's report
  std::vector<std::string> command = {program.string(),
                                      "--rooms",
                                      fmt::format("{}", fleet.rooms),
                                      "--speed",
                                      fmt::format("{:g}", fleet.speed),
                                      "--drain-timeout",
                                      fmt::format("{}s", kDrainWithin.count())};
  command.insert(command.end(), fleet.more.begin(), fleet.more.end());
  auto process = runtime::Process::start({.command = std::move(command),
                                          .set_env = environment_for_clients(settings, folder),
                                          .output_file = log,
                                          .working_folder = {},
                                          .group = runtime::ProcessGroup::own});
  if (!process) return std::unexpected(process.error());
  return VirtualDevices(std::move(*process), log);
}

std::string VirtualDevices::why_ended() {
  return fmt::format("the virtual devices ended ({}):\n{}", process_.wait().text(),
                     end_of(log_, kLinesShown));
}

void VirtualDevices::stop_sampling() {
  process_.signal(SIGTERM);
}

std::expected<FleetReport, std::string> VirtualDevices::report() {
  const auto log = runtime::read_file(log_, kLongestLog);
  if (!log) return std::unexpected(log.error());
  auto report = parse_fleet_report(*log);
  if (!report) return std::unexpected(report.error() + "\n" + end_of(log_, kLinesShown));
  return report;
}

}  // namespace luft::cli
