// Any number of virtual devices in simulated rooms, each with its own connection, on one thread.
#pragma once

#include <atomic>
#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "firmware/host/device_loop.h"
#include "firmware/host/fleet_report.h"
#include "firmware/host/virtual_device.h"

namespace luft::firmware::host {

// Synthesising and measuring a second of sound takes 0.27 ms: 32 rooms cost 0.9 % of a core. Beyond
// this many rooms devices have no microphone, and take the simulation's sound level as it is.
inline constexpr std::size_t kMostRoomsWithMicrophones = 32;

struct FleetSettings {
  runtime::MqttSettings connection;  // where the broker is; ids are the devices'
  std::size_t rooms = 3;
  double speed = 60;
  Uptime sample_interval{2'000};
  Uptime rest_between_moves{10'000};
  std::uint64_t seed = 1;
  std::string prefix = "room";
  enum class Names : std::uint8_t { rooms, numbered } names = Names::rooms;
  std::string state_folder;  // empty: every start is the first of a new device
  double deafness = 0;       // share of messages that devices do not hear
  std::string smoke_file;    // while it is there, every device's smoke alarm says so
  ChipSettings chip;         // read where there is a folder
  std::size_t outbox_capacity = 1'024;
  enum class Co2 : std::uint8_t { hidden, sent } co2 = Co2::hidden;
  enum class Outdoors : std::uint8_t { none, one_device } outdoors = Outdoors::none;
};

class Fleet {
 public:
  // The error says which device could not begin, and why.
  [[nodiscard]] static std::expected<std::unique_ptr<Fleet>, std::string> make(
      const FleetSettings& settings, const runtime::Log& log);
  ~Fleet() { loop_.stop(); }
  Fleet(const Fleet&) = delete;
  Fleet& operator=(const Fleet&) = delete;

  // To start and stop the fleet, and to ask how it is.
  [[nodiscard]] DeviceLoop& loop() { return loop_; }
  // A device was told to start again, or has an update to start: end, and start the program anew.
  [[nodiscard]] bool wants_restart() const { return wants_restart_; }
  void stop_sampling();  // once started; what is held is still sent
  // Before the start or after the stop.
  [[nodiscard]] FleetReport report() const;
  [[nodiscard]] const std::vector<std::unique_ptr<VirtualDevice>>& devices() const {
    return devices_;
  }

 private:
  Fleet(const FleetSettings& settings, const runtime::Log& log);
  [[nodiscard]] std::expected<void, std::string> add_devices();
  [[nodiscard]] std::expected<void, std::string> add(VirtualDevice::Kind kind,
                                                     const std::string& id,
                                                     VirtualDevice::World world,
                                                     const Remembered& at_first,
                                                     std::uint16_t sensors);

  FleetSettings settings_;
  runtime::Log log_;
  std::atomic<bool> wants_restart_{false};
  runtime::LatencyHistogram loop_latency_;
  std::shared_ptr<const NoiseTape> tape_;  // null: too many rooms for microphones
  DeviceLoop loop_;
  std::vector<std::unique_ptr<VirtualDevice>> devices_;
};

}  // namespace luft::firmware::host
