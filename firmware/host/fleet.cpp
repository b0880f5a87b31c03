#include "firmware/host/fleet.h"

#include <fmt/format.h>

#include <filesystem>
#include <utility>

namespace luft::firmware::host {

using contract::Metric;
using contract::sensor_bit;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds kTickEvery{100};

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
    : settings_(settings), log_(log), loop_(kTickEvery) {
  if (settings.rooms <= kMostRoomsWithMicrophones) {
    tape_ = std::make_shared<const NoiseTape>(static_cast<std::uint32_t>(settings.seed));
  } else {
    log_.info("the rooms have no microphones: their sound levels are taken as they are",
              {{"rooms", settings.rooms}, {"most_with_microphones", kMostRoomsWithMicrophones}});
  }
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
  const auto weather = virtual_weather(settings_.seed);
  const auto co2 = settings_.co2 == FleetSettings::Co2::sent ? sensor_bit(Metric::co2) : 0;
  for (std::size_t i = 0; i < settings_.rooms; ++i) {
    VirtualHome home = virtual_home(i, settings_.prefix, settings_.seed, weather);
    if (settings_.names == FleetSettings::Names::numbered) {
      home.device_id = fmt::format("{}-{:04}", settings_.prefix, i + 1);
    }
    auto added =
        add(VirtualDevice::Kind::room, home.device_id,
            VirtualRoom(std::move(home.room), settings_.speed, home.window_pct, tape_,
                        settings_.seed + i),
            {.position_pct = home.window_pct}, static_cast<std::uint16_t>(kRoomSensors | co2));
    if (!added) return added;
  }
  if (settings_.outdoors == FleetSettings::Outdoors::none) return {};
  const bool numbered = settings_.names == FleetSettings::Names::numbered;
  return add(VirtualDevice::Kind::outdoors, numbered ? settings_.prefix + "-outdoor" : "outdoor",
             VirtualOutdoors(weather, kStartOfVirtualTime_s, settings_.speed), {}, kOutdoorSensors);
}

std::expected<void, std::string> Fleet::add(VirtualDevice::Kind kind, const std::string& id,
                                            VirtualDevice::World world, const Remembered& at_first,
                                            std::uint16_t sensors) {
  auto boots = std::make_unique<BootFile>(settings_.state_folder, id, at_first);
  const auto boot = boots->begin();
  if (!boot) return std::unexpected(boot.error());
  VirtualMemory memory{.boots = std::move(boots), .chip = nullptr};
  if (!settings_.state_folder.empty()) {
    auto chip = ChipFiles::open(settings_.state_folder + "/" + id, settings_.chip);
    if (!chip) return std::unexpected(chip.error());
    memory.chip = std::move(*chip);
  }
  const VirtualDeviceSettings settings{
      .connection = settings_.connection,
      .boot = *boot,
      .sample_interval = settings_.sample_interval,
      .motor = {.rest_between_moves = settings_.rest_between_moves},
      .outbox_capacity = settings_.outbox_capacity,
      .sensors = sensors,
      .deafness = settings_.deafness,
      .smoke_file = settings_.smoke_file,
      .seed = static_cast<std::uint32_t>(settings_.seed * 7'919 + devices_.size() + 1)};
  const FleetShare share{.loop = loop_.mqtt(),
                         .clock = loop_.clock(),
                         .log = log_,
                         .scratch = loop_.scratch(),
                         .loop_latency = loop_latency_,
                         .restart = [this] { wants_restart_ = true; }};
  devices_.push_back(std::make_unique<VirtualDevice>(share, id, kind, std::move(world),
                                                     std::move(memory), settings));
  VirtualDevice& device = *devices_.back();
  loop_.add(device.link(), [&device] { device.tick(); });
  return {};
}

void Fleet::stop_sampling() {
  loop_.run([this] {
    for (const auto& device : devices_) device->link().device().stop_sampling();
  });
}

FleetReport Fleet::report() const {
  FleetReport report;
  report.seconds = loop_.seconds();
  report.loop_count = loop_latency_.count();
  report.loop_p50_ms =
      std::chrono::duration<double, std::milli>(loop_latency_.quantile(0.5)).count();
  report.loop_p99_ms =
      std::chrono::duration<double, std::milli>(loop_latency_.quantile(0.99)).count();
  for (const auto& device : devices_) report.devices.push_back(account_of(device->device()));
  return report;
}

}  // namespace luft::firmware::host
