#include "firmware/host/fleet.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <thread>
#include <utility>

namespace luft::firmware::host {

using contract::Metric;
using contract::sensor_bit;
using std::chrono::milliseconds;

namespace {

// Each device ticks ten times a second; the fleet does a tenth of it every hundredth, so that
// messages never wait behind thousands of ticks.
constexpr std::size_t kSlices = 10;
constexpr milliseconds kSliceEvery{10};
// A site's devices do not all connect in one instant.
constexpr std::size_t kConnectsAtOnce = 20;
constexpr milliseconds kConnectEvery{10};
// Synthesising and measuring two seconds of sound takes a good half millisecond.
constexpr std::size_t kMostRoomsWithMicrophones = 32;
constexpr milliseconds kLastWordsWithin{2'000};

constexpr std::uint16_t kRoomSensors = sensor_bit(Metric::temperature) |
                                       sensor_bit(Metric::humidity) |
                                       sensor_bit(Metric::sound_volume);
constexpr std::uint16_t kOutdoorSensors = sensor_bit(Metric::temperature) |
                                          sensor_bit(Metric::humidity) | sensor_bit(Metric::rain) |
                                          sensor_bit(Metric::wind_speed);

}  // namespace

std::expected<std::unique_ptr<Fleet>, std::string> Fleet::make(const FleetSettings& settings,
                                                               const runtime::Log& log) {
  std::unique_ptr<Fleet> fleet(new Fleet(settings, log));
  if (auto added = fleet->add_devices(); !added) return std::unexpected(added.error());
  return fleet;
}

Fleet::Fleet(const FleetSettings& settings, const runtime::Log& log)
    : settings_(settings), log_(log) {
  if (settings.rooms <= kMostRoomsWithMicrophones) {
    microphone_ = std::make_unique<VirtualMicrophone>(static_cast<std::uint32_t>(settings.seed));
  }
}

Fleet::~Fleet() {
  loop_.stop();
}

std::expected<void, std::string> Fleet::add_devices() {
  if (!settings_.state_folder.empty()) {
    std::error_code failed;
    std::filesystem::create_directories(settings_.state_folder, failed);
    if (failed) {
      return std::unexpected(
          fmt::format("cannot make the folder {}: {}", settings_.state_folder, failed.message()));
    }
  }
  runtime::raise_open_file_limit(settings_.rooms + 100);
  const auto weather = virtual_weather(settings_.seed);
  const auto co2 = settings_.co2 == FleetSettings::Co2::sent ? sensor_bit(Metric::co2) : 0;
  for (std::size_t i = 0; i < settings_.rooms; ++i) {
    VirtualHome home = virtual_home(i, settings_.prefix, settings_.seed, weather);
    auto added =
        add(VirtualDevice::Kind::room, home.device_id,
            VirtualRoom(std::move(home.room), settings_.speed, home.window_pct, microphone_.get(),
                        settings_.seed + i),
            {.position_pct = home.window_pct}, static_cast<std::uint16_t>(kRoomSensors | co2));
    if (!added) return added;
  }
  if (settings_.outdoors == FleetSettings::Outdoors::none) return {};
  return add(VirtualDevice::Kind::outdoors, "outdoor",
             VirtualOutdoors(weather, kStartOfVirtualTime_s, settings_.speed), {}, kOutdoorSensors);
}

std::expected<void, std::string> Fleet::add(VirtualDevice::Kind kind, const std::string& id,
                                            VirtualDevice::World world, const Remembered& at_first,
                                            std::uint16_t sensors) {
  auto memory = std::make_unique<BootFile>(settings_.state_folder, id, at_first);
  const auto boot = memory->begin();
  if (!boot) return std::unexpected(boot.error());
  const VirtualDeviceSettings settings{
      .connection = settings_.connection,
      .boot = *boot,
      .sample_interval = settings_.sample_interval,
      .motor = {.rest_between_moves = settings_.rest_between_moves},
      .outbox_capacity = settings_.outbox_capacity,
      .sensors = sensors,
      .seed = static_cast<std::uint32_t>(settings_.seed * 7'919 + devices_.size() + 1)};
  const FleetShare share{.loop = loop_,
                         .clock = clock_,
                         .log = log_,
                         .scratch = scratch_,
                         .loop_latency = loop_latency_};
  devices_.push_back(std::make_unique<VirtualDevice>(share, id, kind, std::move(world),
                                                     std::move(memory), settings));
  return {};
}

void Fleet::start() {
  started_ = clock_.steady_now();
  loop_.call_after(milliseconds{0}, [this] { connect_some(); });
  loop_.call_after(kSliceEvery, [this] { tick_slice(); });
  loop_.start();
}

void Fleet::connect_some() {
  const std::size_t end = std::min(next_to_connect_ + kConnectsAtOnce, devices_.size());
  for (; next_to_connect_ < end; ++next_to_connect_) devices_[next_to_connect_]->connect();
  if (end < devices_.size()) loop_.call_after(kConnectEvery, [this] { connect_some(); });
}

void Fleet::tick_slice() {
  loop_.call_after(kSliceEvery, [this] { tick_slice(); });
  for (std::size_t i = slice_; i < devices_.size(); i += kSlices) devices_[i]->tick();
  slice_ = (slice_ + 1) % kSlices;
}

void Fleet::stop_sampling() {
  loop_.post_and_wait([this] {
    for (const auto& device : devices_) device->link().device().stop_sampling();
  });
}

std::uint64_t Fleet::unreceipted() {
  std::uint64_t held = 0;
  loop_.post_and_wait([&] {
    for (const auto& device : devices_) held += device->device().outbox().held();
  });
  return held;
}

std::size_t Fleet::connected() {
  std::size_t count = 0;
  loop_.post_and_wait([&] {
    count = static_cast<std::size_t>(
        std::ranges::count_if(devices_, [](const auto& one) { return one->link().connected(); }));
  });
  return count;
}

std::string Fleet::trouble() {
  std::string text;
  loop_.post_and_wait([&] {
    for (const auto& device : devices_) {
      text = device->link().trouble();
      if (!text.empty()) return;
    }
  });
  return text;
}

void Fleet::say_offline_and_stop() {
  loop_.post_and_wait([this] {
    for (const auto& device : devices_) device->link().device().say_offline();
  });
  const auto end = clock_.steady_now() + kLastWordsWithin;
  for (std::size_t unsaid = 1; unsaid > 0 && clock_.steady_now() < end;) {
    std::this_thread::sleep_for(kSliceEvery);
    loop_.post_and_wait([&] {
      unsaid = 0;
      for (const auto& device : devices_) {
        if (device->link().connected()) unsaid += device->link().unacknowledged();
      }
    });
  }
  loop_.post_and_wait([this] {
    for (const auto& device : devices_) device->disconnect();
  });
  loop_.stop();
  stopped_ = clock_.steady_now();
}

FleetReport Fleet::report() const {
  FleetReport report;
  report.seconds = std::chrono::duration<double>(stopped_ - started_).count();
  report.loop_count = loop_latency_.count();
  report.loop_p50_ms =
      std::chrono::duration<double, std::milli>(loop_latency_.quantile(0.5)).count();
  report.loop_p99_ms =
      std::chrono::duration<double, std::milli>(loop_latency_.quantile(0.99)).count();
  for (const auto& device : devices_) report.devices.push_back(account_of(device->device()));
  return report;
}

}  // namespace luft::firmware::host
