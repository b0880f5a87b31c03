#include "firmware/host/replay.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <nlohmann/json.hpp>
#include <random>

#include "contract/device.h"
#include "contract/limits.h"
#include "firmware/core/boot.h"

namespace luft::firmware::host {
namespace {

constexpr std::chrono::milliseconds kTickEvery{25};
constexpr std::size_t kOutboxCapacity = 1'024;

// A recording has no body: nothing to read, to move or to remember.
class NoBody final : public SensorSource,
                     public MotorDriver,
                     public Memory,
                     public SystemActions,
                     public DeviceObserver {
 public:
  std::optional<double> read(contract::Metric /*metric*/) override { return std::nullopt; }
  void drive_to(double /*position_pct*/) override {}
  void release() override {}
  void remember(const Remembered& /*state*/) override {}
  void identify() override {}
  void restart() override {}
};

// The same for the same readings of the same device, as they were understood: a file that was
// corrected, or read in another time zone, is another one.
std::uint64_t boot_of(const RecordedDevice& recorded) {
  if (sodium_init() < 0) std::abort();  // no source of random numbers
  crypto_generichash_state state;
  crypto_generichash_init(&state, nullptr, 0, sizeof(std::uint64_t) * 2);
  const auto add = [&state](const void* bytes, std::size_t count) {
    crypto_generichash_update(&state, static_cast<const unsigned char*>(bytes), count);
  };
  add(recorded.id.c_str(), recorded.id.size() + 1);
  for (const RecordedReading& reading : recorded.readings) {
    const auto metric = static_cast<std::uint64_t>(reading.metric);
    add(&reading.time_ms, sizeof reading.time_ms);
    add(&metric, sizeof metric);
    add(&reading.value, sizeof reading.value);
  }
  std::array<std::uint64_t, 2> hash{};
  crypto_generichash_final(&state, reinterpret_cast<unsigned char*>(hash.data()), sizeof hash);
  return (hash[0] & (contract::kMaxIdentifier >> 1U)) | 1U;
}

DeviceSettings settings_of(const RecordedDevice& recorded, ReplaySettings::Times times) {
  DeviceSettings settings;
  settings.id = *contract::parse_device_id(recorded.id);
  std::random_device random;
  settings.seed = random();
  settings.about.firmware = decltype(settings.about.firmware)::cut("0.1.0");
  settings.about.sensors = recorded.sensors;
  if (times == ReplaySettings::Times::live) {
    settings.boot = boot_name({.origin = random(), .starts = 1});
    settings.about.chip = decltype(settings.about.chip)::cut("replay");
  } else {
    settings.boot = boot_of(recorded);
    settings.about.chip = decltype(settings.about.chip)::cut(contract::kRecordingChip);
    settings.outbox.receipts_ahead = ReceiptsAhead::believed;
  }
  return settings;
}

}  // namespace

class Replay::ReplayDevice {
 public:
  ReplayDevice(DeviceLoop& loop, const ReplaySettings& settings, const RecordedDevice& recorded,
               std::int64_t first_time_ms)
      : recorded_(recorded),
        settings_(settings),
        first_time_ms_(first_time_ms),
        link_(loop.mqtt(), settings.connection, settings_of(recorded, settings.times), body(),
              kOutboxCapacity, loop.scratch(), loop.clock()) {
    loop.add(link_, [this] { tick(); });
  }

  [[nodiscard]] bool all_given() const { return next_ == end(); }
  void give_no_more() { stopped_ = true; }
  [[nodiscard]] std::size_t recorded() const { return recorded_.readings.size(); }
  [[nodiscard]] const Outbox& outbox() const { return link_.device().outbox(); }

 private:
  Body body() {
    return {.sensors = none_, .motor = none_, .memory = none_, .system = none_, .observer = none_};
  }

  [[nodiscard]] std::size_t end() const { return stopped_ ? next_ : recorded_.readings.size(); }

  void tick() {
    const Uptime now = link_.uptime();
    const bool is_live = settings_.times == ReplaySettings::Times::live;
    // The recording's clock; beyond every time when it runs as fast as it can.
    const double reached_ms =
        static_cast<double>(first_time_ms_) + static_cast<double>(now.count()) * settings_.speed;
    while (next_ < end() && outbox().room() > 0) {
      const RecordedReading& reading = recorded_.readings[next_];
      if (static_cast<double>(reading.time_ms) > reached_ms) break;
      const auto time_ms =
          is_live ? std::nullopt : std::optional{static_cast<std::uint64_t>(reading.time_ms)};
      link_.device().report(reading.metric, reading.value, now, time_ms,
                            is_live ? FirstSend::live : FirstSend::batched);
      ++next_;
    }
    link_.tick();
  }

  const RecordedDevice& recorded_;
  ReplaySettings settings_;
  std::int64_t first_time_ms_;
  std::size_t next_ = 0;
  bool stopped_ = false;
  NoBody none_;
  LinkedDevice link_;
};

Replay::Replay(const ReplaySettings& settings, const Recording& recording) : loop_(kTickEvery) {
  std::int64_t first_time_ms = std::numeric_limits<std::int64_t>::max();
  for (const RecordedDevice& device : recording.devices) {
    if (device.readings.empty()) continue;
    first_time_ms = std::min(first_time_ms, device.readings.front().time_ms);
  }
  for (const RecordedDevice& device : recording.devices) {
    devices_.push_back(std::make_unique<ReplayDevice>(loop_, settings, device, first_time_ms));
  }
}

Replay::~Replay() {
  loop_.stop();
}

ReplayReport Replay::progress() {
  ReplayReport report;
  loop_.run([&] { report = count(); });
  return report;
}

ReplayReport Replay::count() const {
  ReplayReport report;
  for (const auto& device : devices_) {
    const OutboxCounters& counters = device->outbox().counters();
    report.readings += device->recorded();
    report.receipted += counters.receipted;
    report.known_before += counters.never_sent;
    report.dropped += counters.dropped_full + counters.dropped_stuck;
    report.resent += counters.resent;
  }
  report.unreceipted = report.readings - report.receipted - report.dropped;
  return report;
}

bool Replay::all_given() {
  bool all = true;
  loop_.run([&] {
    for (const auto& device : devices_) all = all && device->all_given();
  });
  return all;
}

void Replay::give_no_more() {
  loop_.run([&] {
    for (const auto& device : devices_) device->give_no_more();
  });
}

std::string to_json(const Recording& recording, const ReplayReport& report) {
  nlohmann::ordered_json json = {{"devices", recording.devices.size()},
                                 {"seconds", std::round(report.seconds * 10) / 10},
                                 {"rows", recording.rows},
                                 {"skipped_rows", recording.skipped_rows},
                                 {"skipped_cells", recording.skipped_cells},
                                 {"readings", report.readings},
                                 {"receipted", report.receipted},
                                 {"known_before", report.known_before},
                                 {"unreceipted", report.unreceipted},
                                 {"dropped", report.dropped},
                                 {"resent", report.resent},
                                 {"ignored_columns", recording.ignored_columns},
                                 {"device_ids", nlohmann::ordered_json::array()}};
  for (const RecordedDevice& device : recording.devices) json["device_ids"].push_back(device.id);
  return json.dump();
}

}  // namespace luft::firmware::host
