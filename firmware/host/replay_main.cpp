// luft-replay: recorded climate through the broker, as devices would send it.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <limits>
#include <optional>
#include <string>
#include <thread>

#include "contract/device_id.h"
#include "firmware/host/command_line.h"
#include "firmware/host/name_check.h"
#include "firmware/host/replay.h"
#include "runtime/log.h"
#include "runtime/shutdown.h"

namespace luft::firmware::host {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr milliseconds kLookEvery{50};
constexpr std::chrono::seconds kSayEvery{5};
constexpr double kAsFastAsItCan = std::numeric_limits<double>::infinity();

struct Options {
  std::string file;
  std::string device;
  std::string speed = "60";
  std::string timezone = "UTC";
  std::string config_file;
  bool live = false;
  bool strict = false;
  bool force = false;
  double patience_s = 600;
};

void describe(CLI::App& app, Options& options) {
  app.add_option("file", options.file, "CSV, plain or .gz, with a time column")->required();
  app.add_option("--device", options.device, "Device id; with a room_id column, ID-<room_id>")
      ->required();
  app.add_option("--speed", options.speed, "Recorded seconds in a second, or max")
      ->capture_default_str();
  app.add_flag("--live", options.live, "As if measured now: these readings may move windows");
  app.add_flag("--strict", options.strict, "Send nothing of a file with rows or cells to skip");
  app.add_flag("--force", options.force, "Even as a device that is online: takes its place");
  app.add_option("--timezone", options.timezone, "Of the file's times, such as Europe/Brussels")
      ->capture_default_str();
  app.add_option("--patience", options.patience_s,
                 "Give up when no receipt came for this long, such as 10m")
      ->transform(CLI::AsNumberWithUnit(duration_units()))
      ->check(CLI::Range(1.0, 1e6));
  app.add_option("--config", options.config_file,
                 "Settings file; otherwise LUFT_CONFIG, else ./luft.yaml");
}

std::optional<double> parse_speed(const std::string& text) {
  if (text == "max") return kAsFastAsItCan;
  double speed = 0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, speed);
  if (error != std::errc{} || rest != end || !(speed >= 0.001 && speed <= 1e9)) return std::nullopt;
  return speed;
}

// What is wrong with the options, and what would be right.
std::optional<std::string> problem_of(const Options& options) {
  if (!contract::parse_device_id(options.device)) {
    return fmt::format("--device {}: at most 32 of a-z, 0-9, _ and -, a letter or digit first",
                       options.device);
  }
  const auto speed = parse_speed(options.speed);
  if (!speed) {
    return fmt::format("--speed {}: a number from 0.001 to 1e9, or max", options.speed);
  }
  if (options.live && *speed == kAsFastAsItCan) {
    return "--live needs a --speed in numbers: live readings have a pace";
  }
  return std::nullopt;
}

std::string skipped_text(const Recording& recording) {
  return fmt::format("{} rows and {} cells cannot be read", recording.skipped_rows,
                     recording.skipped_cells);
}

void say_what_was_read(const Recording& recording, const std::string& file) {
  for (const Skipped& skipped : recording.first_skipped) {
    fmt::print(stderr, "{}:{}: skipped: {}\n", file, skipped.line, skipped.why);
  }
  const std::uint64_t skipped = recording.skipped_rows + recording.skipped_cells;
  if (skipped > recording.first_skipped.size()) {
    fmt::print(stderr, "{}: and {} more\n", file, skipped - recording.first_skipped.size());
  }
  if (!recording.ignored_columns.empty()) {
    fmt::print(stderr, "{}: ignored columns: {}\n", file,
               fmt::join(recording.ignored_columns, ", "));
  }
  std::vector<std::string_view> ids;
  ids.reserve(recording.devices.size());
  for (const RecordedDevice& device : recording.devices) ids.push_back(device.id);
  fmt::print(stderr, "{}: {} rows, {} readings of {}\n", file, recording.rows,
             recording.reading_count(), fmt::join(ids, ", "));
}

// What keeps this recording from being sent at all.
std::optional<std::string> problem_of(const Recording& recording, const Options& options) {
  if (recording.reading_count() == 0) return options.file + ": no reading in it could be read";
  if (options.strict && !recording.is_whole()) {
    return fmt::format("{}: {}, so nothing is sent (--strict)", options.file,
                       skipped_text(recording));
  }
  return std::nullopt;
}

// Waits for the broker to say which of the names are taken; empty when none is. An exit code, said
// why, otherwise.
std::optional<int> refuse_taken_names(const runtime::MqttSettings& connection,
                                      const Recording& recording, const Options& options,
                                      const runtime::Shutdown& shutdown) {
  if (options.force) return std::nullopt;
  std::vector<std::string> ids;
  ids.reserve(recording.devices.size());
  for (const RecordedDevice& device : recording.devices) ids.push_back(device.id);
  NameCheck check(connection, ids);
  const milliseconds patience{static_cast<std::int64_t>(options.patience_s * 1'000)};
  // `patience` is for connecting; the answer may take its time after that.
  const auto end = steady_clock::now() + patience + NameCheck::kPatience;
  while (!check.done()) {
    if (shutdown.wait_for(kLookEvery)) return 1;
    if (steady_clock::now() < end) continue;
    fmt::print(stderr, "gave up: the broker cannot be asked: {}\n", check.trouble());
    return 1;
  }
  const auto online = check.online();
  if (online.empty()) return std::nullopt;
  fmt::print(stderr,
             "{} is online: a replay under its name would cut its connection and mix recorded "
             "readings into its history. Choose another --device; or --force, when it is gone and "
             "only the broker remembers it.\n",
             fmt::join(online, ", "));
  return kWrongUsage;
}

// Until all is receipted, the broker or hub is silent for too long, or a person asks twice.
void run(Replay& replay, const Options& options, const runtime::Shutdown& shutdown,
         const runtime::Log& log) {
  const milliseconds patience{static_cast<std::int64_t>(options.patience_s * 1'000)};
  std::uint64_t receipted = 0;
  auto heard_at = steady_clock::now();
  auto say_at = heard_at + kSayEvery;
  std::optional<runtime::SecondSignal> second_signal;
  while (true) {
    if (!second_signal && shutdown.wait_for(kLookEvery)) {
      replay.give_no_more();
      second_signal.emplace();
    } else if (second_signal) {
      std::this_thread::sleep_for(kLookEvery);
      if (second_signal->came()) return;
    }
    const auto now = steady_clock::now();
    const std::uint64_t held = replay.loop().unreceipted();
    if (held == 0 && replay.all_given()) return;
    const ReplayReport progress = replay.progress();
    if (progress.receipted > receipted || held == 0) heard_at = now;
    receipted = progress.receipted;
    if (now - heard_at > patience) {
      log.error("gave up: no receipt came", {{"waited_s", options.patience_s}});
      return;
    }
    if (now < say_at) continue;
    say_at = now + kSayEvery;
    const std::string trouble = replay.loop().trouble();
    log.info(
        "replaying",
        {{"receipted", progress.receipted}, {"readings", progress.readings}, {"trouble", trouble}});
  }
}

// The exit code: 0 when every reading is receipted.
int send(const HostSettings& host, const Recording& recording, const Options& options,
         const runtime::Shutdown& shutdown) {
  const runtime::Log log("replay", host.settings.log);
  Replay replay(
      {.connection = host.connection,
       .speed = *parse_speed(options.speed),
       .times = options.live ? ReplaySettings::Times::live : ReplaySettings::Times::recorded},
      recording);
  replay.loop().start();
  run(replay, options, shutdown, log);
  ReplayReport report = replay.progress();
  replay.loop().say_offline_and_stop();
  report.seconds = replay.loop().seconds();
  if (report.known_before > 0) {
    fmt::print(stderr, "{}: at least {} of {} readings were stored by an earlier replay\n",
               options.file, report.known_before, report.readings);
  }
  if (!recording.is_whole()) {
    fmt::print(stderr, "{}: {}; they were not sent (--strict sends nothing of such a file)\n",
               options.file, skipped_text(recording));
  }
  fmt::print("{}\n", to_json(recording, report));
  return report.unreceipted + report.dropped == 0 ? 0 : 1;
}

int run_replay_program(int argc, char** argv) {
  const runtime::Shutdown shutdown;
  Options options;
  CLI::App app{"Sends recorded climate through the broker, as devices would", "luft-replay"};
  app.set_version_flag("--version", LUFT_VERSION);
  describe(app, options);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& answer) {  // also how CLI11 says that --help was printed
    return app.exit(answer) == 0 ? 0 : kWrongUsage;
  }
  if (const auto problem = problem_of(options)) {
    fmt::print(stderr, "{}\n", *problem);
    return kWrongUsage;
  }
  const auto host = load_host_settings(options.config_file, options.device);
  if (!host) return host.error();
  const auto zone = TimeZone::use(options.timezone);
  if (!zone) {
    fmt::print(stderr, "--timezone: {}\n", zone.error());
    return kWrongUsage;
  }
  const auto recording = read_recording(options.file, options.device, *zone);
  if (!recording) {
    fmt::print(stderr, "{}\n", recording.error());
    return kWrongUsage;
  }
  say_what_was_read(*recording, options.file);
  if (const auto problem = problem_of(*recording, options)) {
    fmt::print(stderr, "{}\n", *problem);
    return kWrongUsage;
  }
  if (const auto code = refuse_taken_names(host->connection, *recording, options, shutdown)) {
    return *code;
  }
  return send(*host, *recording, options, shutdown);
}

}  // namespace
}  // namespace luft::firmware::host

int main(int argc, char** argv) {
  return luft::firmware::host::run_replay_program(argc, argv);
}
