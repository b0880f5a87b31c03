// One virtual device of a fleet: the device's core, its connection, and the room around it.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "firmware/host/boot_file.h"
#include "firmware/host/linked_device.h"
#include "firmware/host/memory/chip_files.h"
#include "firmware/host/virtual_homes.h"
#include "firmware/host/virtual_room.h"
#include "runtime/latency_histogram.h"
#include "runtime/log.h"

namespace luft::firmware::host {

// What all devices of a fleet share; outlives them.
struct FleetShare {
  runtime::MqttLoop& loop;
  const runtime::Clock& clock;
  const runtime::Log& log;
  Scratch& scratch;
  runtime::LatencyHistogram& loop_latency;  // reading published -> movement started
  std::function<void()> restart;            // called when a device is to start again
};

// The flash of one device.
struct VirtualMemory {
  std::unique_ptr<BootFile> boots;
  std::unique_ptr<ChipFiles> chip;  // null: nothing else outlives a start
};

struct VirtualDeviceSettings {
  runtime::MqttSettings connection;
  BootRecord boot;
  Uptime sample_interval{2'000};
  MotorSettings motor;
  std::size_t outbox_capacity = 1'024;
  std::uint16_t sensors = 0;  // bit per metric (contract::sensor_bit)
  double deafness = 0;        // share of messages that it does not hear
  std::string smoke_file;     // while it is there, the smoke alarm's contact is closed
  std::uint32_t seed = 1;
};

class VirtualDevice final : private DeviceObserver,
                            private SystemActions,
                            private ChipHealth,
                            private SmokeSource {
 public:
  enum class Kind : std::uint8_t { room, outdoors };
  using World = std::variant<VirtualRoom, VirtualOutdoors>;

  VirtualDevice(const FleetShare& share, const std::string& id, Kind kind, World world,
                VirtualMemory memory, const VirtualDeviceSettings& settings);

  void connect() { link_.connect(); }
  void disconnect() { link_.disconnect(); }
  void tick();

  [[nodiscard]] LinkedDevice& link() { return link_; }
  [[nodiscard]] const Device& device() const { return link_.device(); }

 private:
  // When recent readings were published, by sequence number.
  struct Published {
    std::uint64_t seq = 0;
    runtime::SteadyTime at;
  };
  static constexpr std::size_t kRemembered = 64;

  void reading_sent_live(const contract::ReadingRef& ref) override;
  void movement_started(const Movement& movement) override;
  void describe(contract::DeviceInfo& about) const override;
  [[nodiscard]] SmokeInput smoke() override;
  void identify() override;
  void restart() override;
  [[nodiscard]] Body body();

  FleetShare share_;
  World world_;
  VirtualMemory memory_;
  std::uint32_t seed_;
  std::string smoke_file_;
  std::array<Published, kRemembered> published_{};
  LinkedDevice link_;
};

}  // namespace luft::firmware::host
