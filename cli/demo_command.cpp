// `luft demo`: the whole system with simulated rooms, watched live, and an account at the end.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdio>

#include "cli/commands.h"
#include "cli/demo_folder.h"
#include "cli/demo_summary.h"
#include "cli/demo_table.h"
#include "cli/launch.h"
#include "cli/live_lines.h"
#include "cli/logged_errors.h"
#include "cli/running.h"
#include "cli/virtual_devices.h"
#include "runtime/shutdown.h"

namespace luft::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using Clock = std::chrono::steady_clock;

constexpr seconds kReadyWithin{90};
constexpr seconds kDevicesDrainWithin{120};
constexpr seconds kHistoryWrittenWithin{30};
constexpr milliseconds kTableDrawnEvery{500};
constexpr seconds kTablePrintedEvery{5};  // where nothing can be drawn in place
constexpr milliseconds kTick{50};
constexpr seconds kLastWordsWithin{2};  // of devices that are to end at once
constexpr int kInterrupted = 130;       // 128 + SIGINT, as shells have it

// Accelerated rooms change in seconds what takes real ones minutes, so decisions come as often.
// Whatever is configured for real devices, a demo stays on this machine.
Settings for_demo(Settings settings) {
  settings.mqtt.bind = settings.http.bind = Settings{}.http.bind;
  settings.http.password_file.clear();
  settings.log.format = runtime::LogFormat::json;  // its errors are counted
  settings.trigger.shortest_interval = seconds(2);
  settings.trigger.longest_interval = seconds(10);
  settings.trigger.freshness = seconds(60);
  return settings;
}

// Devices tell times by clocks of their own: what they sample now may seem a little older.
std::int64_t a_while_ago_ms() {
  const auto then = std::chrono::system_clock::now() - std::chrono::minutes(10);
  return std::chrono::duration_cast<milliseconds>(then.time_since_epoch()).count();
}

class Demo {
 public:
  Demo(const Settings& settings, const DemoOptions& options)
      : options_(options),
        folder_(demo_data_folder(settings)),
        how_(is_chosen(settings) ? DemoFolder::as_is : DemoFolder::fresh),
        settings_(with_free_ports(for_demo(settings))),
        hub_(addresses_of(settings_).http),
        lines_(options.json ? stderr : stdout) {}

  // The exit code; errors that kept it from running are said by the caller.
  std::expected<int, std::string> run() {
    if (auto made = prepare_demo_folder(folder_, how_); !made) return std::unexpected(made.error());
    lines_.print("Starting broker, database, hub and model …");
    auto supervisor = launch(settings_, folder_, say_);
    if (!supervisor) return std::unexpected(supervisor.error());
    auto code = run_with(**supervisor);
    (*supervisor)->stop();
    remove_addresses(folder_);
    return code;
  }

 private:
  std::expected<int, std::string> run_with(Supervisor& supervisor) {
    const auto ready = wait_until_ready(supervisor, hub_, shutdown_, kReadyWithin, say_);
    if (!ready) return std::unexpected(ready.error() + "\nlogs: " + folder_.log().string());
    if (*ready == Readiness::interrupted) return kInterrupted;
    lines_.print(fmt::format("{} rooms live at {} – Ctrl-C ends the demo", options_.rooms, hub_));
    const auto before = ask_balance(hub_);
    if (!before) return std::unexpected(before.error());
    const std::int64_t errors_before = logged_errors(folder_.log());
    auto devices = VirtualDevices::start(settings_, folder_,
                                         {.rooms = options_.rooms, .speed = options_.speed});
    if (!devices) return std::unexpected(devices.error());
    const auto watched = watch(supervisor, *devices);
    if (!watched) return std::unexpected(watched.error());
    DemoEvidence evidence;
    evidence.rooms = options_.rooms;
    evidence.seconds = std::round(10 * std::chrono::duration<double>(*watched).count()) / 10;
    evidence.ran_its_time = is_over(*watched);
    evidence.before = *before;
    evidence.logged_errors = -errors_before;
    return account_for(supervisor, *devices, std::move(evidence));
  }

  // Shows the rooms until the time is over or a person ends it. Returns how long that was.
  std::expected<Clock::duration, std::string> watch(Supervisor& supervisor,
                                                    VirtualDevices& devices) {
    const auto began = Clock::now();
    const auto pause = lines_.is_terminal() ? Clock::duration(kTableDrawnEvery)
                                            : Clock::duration(kTablePrintedEvery);
    auto drawn = began;
    while (!shutdown_.requested() && !is_over(Clock::now() - began)) {
      if (const auto ok = supervisor.tick(); !ok) return std::unexpected(ok.error());
      if (!devices.running()) return std::unexpected(devices.why_ended());
      if (Clock::now() - drawn >= pause) {
        drawn = Clock::now();
        show(drawn - began);
      }
      supervisor.wait(shutdown_.fd(), kTick);
    }
    return Clock::now() - began;
  }

  [[nodiscard]] bool is_over(Clock::duration elapsed) const {
    return options_.seconds && elapsed >= std::chrono::duration<double>(*options_.seconds);
  }

  void show(Clock::duration elapsed) {
    const auto devices = ask_devices(hub_);
    const auto clock = std::chrono::duration_cast<seconds>(elapsed).count();
    std::vector<std::string> lines = {
        fmt::format("{:02}:{:02}  {}  rooms {:g} times as fast as real ones", clock / 60,
                    clock % 60, hub_, options_.speed)};
    if (devices) {
      std::ranges::copy(demo_table(*devices, lines_.width()), std::back_inserter(lines));
    } else {
      lines.push_back("the hub is away: " + devices.error());
    }
    lines_.draw(lines);
  }

  // Stops sampling, lets everything arrive, compares, and says what was seen.
  // `evidence`: as it was when the devices started.
  std::expected<int, std::string> account_for(Supervisor& supervisor, VirtualDevices& devices,
                                              DemoEvidence evidence) {
    runtime::SecondSignal again;
    lines_.print("Ending: letting the last readings arrive … (Ctrl-C ends at once)");
    devices.stop_sampling();
    const auto arrived =
        tick_until(supervisor, again, kDevicesDrainWithin, [&] { return !devices.running(); });
    if (!arrived) return std::unexpected(arrived.error());
    if (*arrived == Waited::cut_short) return end_at_once(supervisor, devices);
    const auto report = devices.report();
    if (!report) return std::unexpected(report.error());
    const auto written =
        tick_until(supervisor, again, kHistoryWrittenWithin, [&] { return all_is_written(); });
    if (written && *written == Waited::cut_short) return end_at_once(supervisor, devices);
    const auto after = ask_balance_since(hub_, since_ms_);
    if (!after) return std::unexpected(after.error());
    const auto system = ask_system(hub_);
    if (!system) return std::unexpected(system.error());
    evidence.fleet = *report;
    evidence.after = *after;
    evidence.system = *system;
    evidence.logged_errors += logged_errors(folder_.log());
    const auto summary = summarise(evidence);
    lines_.print(to_text(summary));
    if (options_.json) fmt::print("{}\n", to_json(summary));
    return summary.broken.empty() ? 0 : 1;
  }

  // A person does not want to wait any longer: says what was still on its way, and that is all.
  int end_at_once(Supervisor& supervisor, VirtualDevices& devices) {
    const auto deadline = Clock::now() + kLastWordsWithin;
    while (devices.running() && Clock::now() < deadline) {
      devices.end_at_once();
      supervisor.wait(-1, kTick);
    }
    const auto report = devices.report();
    const auto system = ask_system(hub_);
    lines_.print(
        unfinished_text(report ? std::optional{*report} : std::nullopt,
                        system ? std::optional{system->journaled_readings} : std::nullopt));
    return kInterrupted;
  }

  enum class Waited : std::uint8_t { reached, cut_short };

  // Supervises until `reached` or a person cuts it short; the error says that it was not in time.
  template <typename Condition>
  std::expected<Waited, std::string> tick_until(Supervisor& supervisor,
                                                runtime::SecondSignal& again, seconds patience,
                                                Condition reached) {
    const auto deadline = Clock::now() + patience;
    while (!reached()) {
      if (again.came()) return Waited::cut_short;
      if (auto ok = supervisor.tick(); !ok) return std::unexpected(ok.error());
      if (Clock::now() > deadline) {
        return std::unexpected(fmt::format("not finished after {} s; logs: {}", patience.count(),
                                           folder_.log().string()));
      }
      supervisor.wait(-1, kTick);
    }
    return Waited::reached;
  }

  bool all_is_written() {
    const auto system = ask_system(hub_);
    return system && system->journaled_readings == 0;
  }

  const runtime::Shutdown shutdown_;  // first: it blocks signals before anything else runs
  const DemoOptions options_;
  const DataFolder folder_;
  const DemoFolder how_;
  const Settings settings_;
  const std::string hub_;
  const std::int64_t since_ms_ = a_while_ago_ms();  // no reading of this demo is older
  LiveLines lines_;
  const Supervisor::Say say_ = [this](const std::string& line) { lines_.print(line); };
};

}  // namespace

int run_demo(const Settings& settings, const DemoOptions& options) {
  const auto code = Demo(settings, options).run();
  return code ? *code : fail(code.error());
}

}  // namespace luft::cli
