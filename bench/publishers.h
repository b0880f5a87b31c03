// Many devices on one thread, publishing identified readings at QoS 1 as fast as the broker takes
// them: the offered load of the throughput benchmarks.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "runtime/mqtt_client.h"
#include "runtime/mqtt_loop.h"
#include "runtime/mqtt_types.h"

namespace luft::bench {

class Publishers {
 public:
  // Connects `devices` clients, named `<prefix>-<n>`, and waits until all are connected.
  Publishers(const runtime::MqttSettings& broker, const std::string& prefix, std::size_t devices);
  Publishers(const Publishers&) = delete;
  Publishers& operator=(const Publishers&) = delete;
  ~Publishers();

  // Starts publishing `per_device` temperatures from every device; returns at once.
  void publish(std::uint64_t per_device);

  [[nodiscard]] std::string device_id(std::size_t index) const;

 private:
  struct Device;
  void fill(Device& device);

  std::string prefix_;
  runtime::MqttLoop loop_;
  std::vector<std::unique_ptr<Device>> devices_;
  std::atomic<std::size_t> connected_{0};
};

}  // namespace luft::bench
