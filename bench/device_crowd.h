// Very many devices that take up few connections: each says `online` and what it is (retained), and
// then sends identified readings of temperature, humidity and sound, at a pace or as fast as the
// hub receipts them.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bench/client_crowd.h"
#include "bench/counter.h"
#include "runtime/mqtt_types.h"

namespace luft::bench {

enum class CrowdOf : std::uint8_t {
  sensors,
  windows,  // that sense as well: the hub asks the model about each
};

class DeviceCrowd {
 public:
  static constexpr std::uint64_t kReadingsToJoin = 3;

  // `receipted` counts the receipts of these devices and must outlive this.
  DeviceCrowd(CrowdOf what, const runtime::MqttSettings& broker, const Counter& receipted);
  DeviceCrowd(const DeviceCrowd&) = delete;
  DeviceCrowd& operator=(const DeviceCrowd&) = delete;

  // For all further errands; 0, as it begins: as fast as the hub receipts them.
  void set_pace(double readings_per_s) { pace_per_s_ = readings_per_s; }

  // The crowd is `devices` strong from now on: whoever is new introduces itself and sends one
  // reading of each metric. Returns when all is receipted; throws std::runtime_error when that
  // takes too long.
  void grow_to(std::size_t devices);
  // The first `devices` of them send so many readings more each. Likewise.
  void speak(std::size_t devices, std::size_t readings);

  [[nodiscard]] std::size_t devices() const { return seq_.size(); }
  [[nodiscard]] std::uint64_t readings() const { return readings_; }  // sent so far

 private:
  using Clock = std::chrono::steady_clock;

  struct Errand {
    std::size_t device = 0;
    std::size_t readings = 0;  // that it has sent on this errand
  };
  void run(std::size_t first, std::size_t end, std::size_t readings);
  void go_on();
  [[nodiscard]] bool must_wait() const;
  [[nodiscard]] bool do_next();
  [[nodiscard]] bool introduce(std::size_t device);
  [[nodiscard]] bool send_reading(std::size_t device);

  CrowdOf what_;
  const Counter& receipted_;
  std::vector<std::uint32_t> seq_;  // of each device's last reading; loop thread while it runs
  Errand next_;
  std::size_t end_ = 0;  // of the devices with an errand
  std::size_t readings_each_ = 0;
  double pace_per_s_ = 0;  // between errands, or the loop thread's
  Clock::time_point began_;
  std::uint64_t readings_before_ = 0;  // when the errand began
  std::atomic<std::uint64_t> readings_{0};
  std::atomic<bool> done_{true};
  ClientCrowd clients_;  // goes first, as it calls into the rest
};

}  // namespace luft::bench
