#include "firmware/host/virtual_device.h"

#include <filesystem>
#include <utility>
#include <vector>

#include "firmware/host/virtual_signal.h"

namespace luft::firmware::host {
namespace {

class NoMotor final : public MotorDriver {
 public:
  void drive_to(double /*position_pct*/) override {}
  void release() override {}
};

SensorSource& sensors_of(VirtualDevice::World& world) {
  return std::visit([](auto& one) -> SensorSource& { return one; }, world);
}

MotorDriver& motor_of(VirtualDevice::World& world) {
  static NoMotor none;  // stateless
  auto* room = std::get_if<VirtualRoom>(&world);
  return room != nullptr ? static_cast<MotorDriver&>(*room) : none;
}

PcmSource* microphone_of(VirtualDevice::World& world) {
  auto* room = std::get_if<VirtualRoom>(&world);
  return room != nullptr ? room->microphone() : nullptr;
}

std::vector<MetricSettings> metrics_of(const VirtualDeviceSettings& settings) {
  std::vector<MetricSettings> result;
  for (const contract::MetricInfo& metric : contract::all_metrics()) {
    if ((settings.sensors & contract::sensor_bit(metric.metric)) == 0) continue;
    result.push_back({.metric = metric.metric,
                      .interval = settings.sample_interval,
                      .probe = settings.sample_interval});
  }
  return result;
}

// `metrics` must live until the device is made.
DeviceSettings device_settings(const std::string& id, VirtualDevice::Kind kind,
                               const VirtualDeviceSettings& settings, const std::string& version,
                               std::span<const MetricSettings> metrics) {
  DeviceSettings result;
  result.id = *contract::parse_device_id(id);
  result.boot = boot_name(settings.boot.boot);
  result.about.firmware = decltype(result.about.firmware)::cut(version);
  result.about.chip = decltype(result.about.chip)::cut("virtual");
  result.about.reset_reason = decltype(result.about.reset_reason)::cut("power on");
  result.metrics = metrics;
  if (kind == VirtualDevice::Kind::room) {
    result.window = WindowSettings{.motor = settings.motor, .guard = {}};
  }
  result.remembered = settings.boot.remembered;
  result.update_capacity_bytes = SlotFiles::kCapacityBytes;
  result.seed = settings.seed;
  return result;
}

std::string version_of(const VirtualMemory& memory) {
  const std::string updated = memory.chip ? memory.chip->version() : std::string{};
  return updated.empty() ? LUFT_VERSION : updated;
}

}  // namespace

VirtualDevice::VirtualDevice(const FleetShare& share, const std::string& id, Kind kind, World world,
                             VirtualMemory memory, const VirtualDeviceSettings& settings)
    : share_(share),
      world_(std::move(world)),
      memory_(std::move(memory)),
      seed_(settings.seed),
      smoke_file_(settings.smoke_file),
      link_(share.loop, settings.connection,
            device_settings(id, kind, settings, version_of(memory_), metrics_of(settings)), body(),
            settings.outbox_capacity, share.scratch, share.clock) {
  link_.set_deafness(settings.deafness);
}

Body VirtualDevice::body() {
  return {.sensors = sensors_of(world_),
          .motor = motor_of(world_),
          .memory = *memory_.boots,
          .system = *this,
          .observer = *this,
          .microphone = microphone_of(world_),
          .backlog = memory_.chip ? &memory_.chip->backlog() : nullptr,
          .settings = memory_.chip ? &memory_.chip->settings() : nullptr,
          .update = memory_.chip ? memory_.chip->update() : nullptr,
          .health = this,
          .smoke = smoke_file_.empty() ? nullptr : this};
}

void VirtualDevice::tick() {
  std::visit([this](auto& one) { one.set_time(link_.uptime()); }, world_);
  link_.tick();
}

void VirtualDevice::reading_sent_live(const contract::ReadingRef& ref) {
  published_[ref.seq % kRemembered] = {.seq = ref.seq, .at = share_.clock.steady_now()};
}

// Only movements that began at once count: how long one waited for the motor's rest is a setting.
void VirtualDevice::movement_started(const Movement& movement) {
  if (movement.cause != contract::MoveCause::control || !movement.as_of || movement.waited) return;
  const Published& published = published_[movement.as_of->seq % kRemembered];
  if (published.seq != movement.as_of->seq) return;
  share_.loop_latency.add(share_.clock.steady_now() - published.at);
}

void VirtualDevice::describe(contract::DeviceInfo& about) const {
  about.rssi_dbm = virtual_rssi_dbm(seed_, link_.uptime());
}

SmokeInput VirtualDevice::smoke() {
  std::error_code unreadable;
  return std::filesystem::exists(smoke_file_, unreadable) ? SmokeInput::alarm : SmokeInput::clear;
}

void VirtualDevice::identify() {
  share_.log.info("this is me", {{"device", link_.device().id().view()}});
}

void VirtualDevice::restart() {
  share_.log.info("starting again", {{"device", link_.device().id().view()}});
  share_.restart();
}

}  // namespace luft::firmware::host
