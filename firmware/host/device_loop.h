// One thread that drives the connections and ticks of any number of devices.
//
// Thread rules: add all devices, then start(); after that every member may be called from any
// thread but the loop's.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "firmware/host/linked_device.h"
#include "runtime/mqtt_loop.h"

namespace luft::firmware::host {

class DeviceLoop {
 public:
  explicit DeviceLoop(std::chrono::milliseconds tick_every);
  DeviceLoop(const DeviceLoop&) = delete;
  DeviceLoop& operator=(const DeviceLoop&) = delete;

  // What devices are made with.
  [[nodiscard]] runtime::MqttLoop& mqtt() { return loop_; }
  [[nodiscard]] const runtime::Clock& clock() const { return clock_; }
  [[nodiscard]] Scratch& scratch() { return scratch_; }

  // `device` must live until stop() or say_offline_and_stop(); `tick` is called on the loop's
  // thread.
  void add(LinkedDevice& device, std::function<void()> tick);

  void start();  // connects the devices, a few at a time
  // Publishes `offline` for each device, waits a moment until that has gone out, and disconnects.
  void say_offline_and_stop();

  void stop() { loop_.stop(); }  // without a word; before the devices go

  // Runs `task` on the loop's thread, between the devices' ticks, and waits for it.
  void run(const std::function<void()>& task) { loop_.post_and_wait(task); }

  // Readings that no receipt covers yet, over all devices.
  [[nodiscard]] std::uint64_t unreceipted();
  [[nodiscard]] std::size_t connected();
  // Why devices are not connected: the trouble of the first one that has any; else empty.
  [[nodiscard]] std::string trouble();
  // From the start to the stop.
  [[nodiscard]] double seconds() const {
    return std::chrono::duration<double>(stopped_ - started_).count();
  }

 private:
  struct Driven {
    LinkedDevice* device;
    std::function<void()> tick;
  };

  void connect_some();
  void tick_slice();

  std::chrono::nanoseconds slice_every_;
  runtime::RealClock clock_;
  std::array<char, contract::kMaxBatchBytes> scratch_bytes_{};
  Scratch scratch_{scratch_bytes_};
  runtime::MqttLoop loop_;
  std::vector<Driven> devices_;
  std::size_t next_to_connect_ = 0;
  std::size_t slice_ = 0;
  runtime::SteadyTime started_;
  runtime::SteadyTime stopped_;
};

}  // namespace luft::firmware::host
