// Many MQTT clients on one loop thread, as a load needs them: all connected before it begins.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "runtime/mqtt_client.h"
#include "runtime/mqtt_loop.h"
#include "runtime/mqtt_types.h"

namespace luft::bench {

class ClientCrowd {
 public:
  // Loop thread: the broker has taken a message of that client.
  using OnDelivered = std::function<void(std::size_t client)>;

  // Connects `count` clients named `<prefix>-<n>`. Throws std::runtime_error when they are not all
  // connected in time.
  ClientCrowd(
      const runtime::MqttSettings& broker, const std::string& prefix, std::size_t count,
      const OnDelivered& on_delivered = [](std::size_t) {});
  ClientCrowd(const ClientCrowd&) = delete;
  ClientCrowd& operator=(const ClientCrowd&) = delete;
  ~ClientCrowd();

  // `count`, or as many as this process may open files for.
  [[nodiscard]] static std::size_t at_most(std::size_t count);

  [[nodiscard]] runtime::MqttLoop& loop() { return loop_; }
  [[nodiscard]] std::size_t size() const { return clients_.size(); }
  // Loop thread only.
  [[nodiscard]] runtime::MqttClient& operator[](std::size_t client) { return *clients_[client]; }

 private:
  void wait_until_connected();

  runtime::MqttLoop loop_;
  std::vector<std::unique_ptr<runtime::MqttClient>> clients_;
  std::atomic<std::size_t> connected_{0};
};

}  // namespace luft::bench
