// Any number of virtual devices, each with its own connection, on one thread.
//
// Thread rules: make it, then start(); after that every member may be called from any thread but
// the loop's.
#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "firmware/host/fleet_report.h"
#include "firmware/host/virtual_device.h"
#include "runtime/mqtt_loop.h"

namespace luft::firmware::host {

struct FleetSettings {
  runtime::MqttSettings connection;  // where the broker is; ids are the devices'
  std::size_t rooms = 3;
  double speed = 60;
  Uptime sample_interval{2'000};
  Uptime rest_between_moves{10'000};
  std::uint64_t seed = 1;
  std::string prefix = "room";
  std::string state_folder;  // empty: every start is the first of a new device
  std::size_t outbox_capacity = 1'024;
  enum class Co2 : std::uint8_t { hidden, sent } co2 = Co2::hidden;
  enum class Outdoors : std::uint8_t { none, one_device } outdoors = Outdoors::none;
};

class Fleet {
 public:
  // The error says which device could not begin, and why.
  [[nodiscard]] static std::expected<std::unique_ptr<Fleet>, std::string> make(
      const FleetSettings& settings, const runtime::Log& log);
  ~Fleet();

  void start();
  void stop_sampling();  // what is held is still sent
  // Readings that no receipt covers yet, over all devices.
  [[nodiscard]] std::uint64_t unreceipted();
  [[nodiscard]] std::size_t connected();
  // Why devices are not connected: the trouble of the first one that has any.
  [[nodiscard]] std::string trouble();
  void say_offline_and_stop();
  // After the stop.
  [[nodiscard]] FleetReport report() const;

 private:
  Fleet(const FleetSettings& settings, const runtime::Log& log);
  [[nodiscard]] std::expected<void, std::string> add_devices();
  [[nodiscard]] std::expected<void, std::string> add(VirtualDevice::Kind kind,
                                                     const std::string& id,
                                                     VirtualDevice::World world,
                                                     const Remembered& at_first,
                                                     std::uint16_t sensors);
  void connect_some();
  void tick_slice();

  FleetSettings settings_;
  runtime::Log log_;
  runtime::RealClock clock_;
  Scratch scratch_;
  runtime::LatencyHistogram loop_latency_;
  std::unique_ptr<VirtualMicrophone> microphone_;  // for fleets small enough; they take turns
  runtime::SteadyTime started_;
  runtime::SteadyTime stopped_;
  runtime::MqttLoop loop_;
  std::vector<std::unique_ptr<VirtualDevice>> devices_;
  std::size_t next_to_connect_ = 0;
  std::size_t slice_ = 0;
};

}  // namespace luft::firmware::host
