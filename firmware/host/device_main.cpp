// luft-device: virtual devices. The firmware's own core, each with its own MQTT connection and in
// its own simulated room; they share nothing with hub and model but the broker.
#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <chrono>
#include <cstdio>
#include <string>
#include <system_error>
#include <thread>

#include "contract/device_id.h"
#include "firmware/host/command_line.h"
#include "firmware/host/fleet.h"
#include "runtime/shutdown.h"

namespace luft::firmware::host {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kLookEvery{100};
constexpr milliseconds kSayTroubleEvery{10'000};
constexpr std::size_t kMostRooms = 50'000;

struct Options {
  FleetSettings fleet;
  std::string config_file;
  double sample_interval_s = 2;
  double rest_s = 10;
  double for_s = 0;  // 0: until a signal
  double drain_timeout_s = 60;
  bool co2 = false;
  bool outdoor = false;
  bool numbered = false;
  double flash_delay_s = 0;
  std::string update_key;
};

milliseconds in_ms(double seconds) {
  return milliseconds{static_cast<std::int64_t>(seconds * 1000)};
}

void describe(CLI::App& app, Options& options) {
  const CLI::AsNumberWithUnit duration(duration_units());
  app.add_option("--rooms", options.fleet.rooms, "How many rooms, each with one device")
      ->check(CLI::Range(std::size_t{1}, kMostRooms))
      ->capture_default_str();
  app.add_option("--speed", options.fleet.speed, "Room seconds in a second; devices stay real")
      ->check(CLI::Range(0.1, 10'000.0))
      ->capture_default_str();
  app.add_option("--sample-interval", options.sample_interval_s, "Between readings, such as 2s")
      ->transform(duration)
      ->check(CLI::Range(0.1, 86'400.0));
  app.add_option("--rest-between-moves", options.rest_s, "Of each motor, such as 10s")
      ->transform(duration)
      ->check(CLI::Range(0.0, 86'400.0));
  app.add_option("--seed", options.fleet.seed, "Of rooms, weather and jitter")
      ->check(CLI::Range(std::uint64_t{1}, std::uint64_t{1} << 31U))
      ->capture_default_str();
  app.add_option("--prefix", options.fleet.prefix, "Of the device ids from the tenth room on")
      ->capture_default_str();
  app.add_flag("--numbered", options.numbered, "All are PREFIX-0001 and so on, none a kitchen");
  app.add_option("--state", options.fleet.state_folder, "Folder that stands for flash memory");
  app.add_option("--flash-delay", options.flash_delay_s, "Of each write to --state, such as 50ms")
      ->transform(duration)
      ->check(CLI::Range(0.0, 60.0));
  app.add_option("--deaf", options.fleet.deafness, "Share of messages that devices do not hear")
      ->check(CLI::Range(0.0, 1.0));
  app.add_option("--smoke-file", options.fleet.smoke_file,
                 "While this file is there, the contacts of the smoke alarms are closed");
  app.add_option("--update-key", options.update_key,
                 "64 hex digits of `luft firmware key`: takes updates into --state");
  app.add_option("--update-ca", options.fleet.chip.update_ca_file,
                 "PEM file of who signed the certificate of the server that has updates")
      ->check(CLI::ExistingFile);
  app.add_option("--outbox", options.fleet.outbox_capacity, "Readings a device can hold")
      ->check(CLI::Range(std::size_t{16}, std::size_t{1'000'000}))
      ->capture_default_str();
  app.add_option("--for", options.for_s, "End after this time, such as 60s")
      ->transform(duration)
      ->check(CLI::Range(0.1, 1e9));
  app.add_option("--drain-timeout", options.drain_timeout_s, "How long to wait for receipts")
      ->transform(duration)
      ->check(CLI::Range(0.0, 1e6));
  app.add_flag("--co2", options.co2, "The rooms measure CO2 too");
  app.add_flag("--outdoor", options.outdoor, "One more device, `outdoor`, measures the weather");
  app.add_option("--config", options.config_file,
                 "Settings file; otherwise LUFT_CONFIG, else ./luft.yaml");
}

FleetSettings fleet_settings(const Options& options, const runtime::MqttSettings& connection) {
  FleetSettings result = options.fleet;
  result.connection = connection;
  result.sample_interval = in_ms(options.sample_interval_s);
  result.chip.flash_delay = in_ms(options.flash_delay_s);
  result.chip.update_key = read_public_key(options.update_key);
  result.rest_between_moves = in_ms(options.rest_s);
  if (options.co2) result.co2 = FleetSettings::Co2::sent;
  if (options.numbered) result.names = FleetSettings::Names::numbered;
  if (options.outdoor) result.outdoors = FleetSettings::Outdoors::one_device;
  return result;
}

// Waits for the end that was asked for, and says now and then why devices are not connected.
void run(Fleet& fleet, const Options& options, const runtime::Shutdown& shutdown,
         const runtime::Log& log) {
  using std::chrono::steady_clock;
  const auto start = steady_clock::now();
  auto say_trouble_at = start + kSayTroubleEvery / 5;
  while (!shutdown.wait_for(kLookEvery)) {
    const auto now = steady_clock::now();
    if (options.for_s > 0 && now - start >= in_ms(options.for_s)) return;
    if (fleet.wants_restart()) return;
    if (now < say_trouble_at) continue;
    say_trouble_at = now + kSayTroubleEvery;
    const std::string trouble = fleet.loop().trouble();
    if (trouble.empty()) continue;
    log.warn("some devices are not connected",
             {{"connected", fleet.loop().connected()}, {"error", trouble}});
  }
}

void drain(Fleet& fleet, const Options& options, const runtime::Log& log) {
  fleet.stop_sampling();
  runtime::SecondSignal second_signal;
  const auto end = std::chrono::steady_clock::now() + in_ms(options.drain_timeout_s);
  while (fleet.loop().unreceipted() > 0) {
    if (second_signal.came() || std::chrono::steady_clock::now() >= end) {
      log.warn("ending with unreceipted readings", {{"unreceipted", fleet.loop().unreceipted()}});
      return;
    }
    std::this_thread::sleep_for(kLookEvery);
  }
}

// The chip's restart: the same program from its beginning, which then runs the image that was
// chosen. What is in memory only is lost, as it is there.
int start_again(char** argv) {
  execv("/proc/self/exe", argv);
  fmt::print(stderr, "luft-device cannot start again: {}\n",
             std::generic_category().message(errno));
  return 1;
}

int run_device_program(int argc, char** argv) {
  runtime::Shutdown shutdown;
  Options options;
  CLI::App app{"Virtual devices: the firmware's core in simulated rooms", "luft-device"};
  app.set_version_flag("--version", LUFT_VERSION);
  describe(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& answer) {  // also how CLI11 says that --help was printed
    return app.exit(answer) == 0 ? 0 : kWrongUsage;
  }
  if (!contract::parse_device_id(options.fleet.prefix + "-00000")) {
    fmt::print(stderr, "--prefix {}: use a-z, 0-9, _ and -, at most 26 of them\n",
               options.fleet.prefix);
    return kWrongUsage;
  }
  if (!options.update_key.empty() && !read_public_key(options.update_key)) {
    fmt::print(stderr, "--update-key is not 64 hex digits, as `luft firmware key` prints them\n");
    return kWrongUsage;
  }
  const auto host = load_host_settings(options.config_file, "luft-device");
  if (!host) return host.error();
  const runtime::Log log("device", host->settings.log);
  auto fleet = Fleet::make(fleet_settings(options, host->connection), log);
  if (!fleet) {
    fmt::print(stderr, "{}\n", fleet.error());
    return kWrongUsage;
  }
  (*fleet)->loop().start();
  run(**fleet, options, shutdown, log);
  if ((*fleet)->wants_restart()) {
    (*fleet)->loop().say_offline_and_stop();
    return start_again(argv);
  }
  drain(**fleet, options, log);
  (*fleet)->loop().say_offline_and_stop();
  const FleetReport report = (*fleet)->report();
  fmt::print("{}\n", to_json(report));
  return report.sums().unreceipted == 0 ? 0 : 1;
}

}  // namespace
}  // namespace luft::firmware::host

int main(int argc, char** argv) {
  return luft::firmware::host::run_device_program(argc, argv);
}
