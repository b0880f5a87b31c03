// An MQTT client on a loop thread of its own, as each program of Luft has: a probe's end.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/mqtt_client.h"
#include "runtime/mqtt_loop.h"

namespace luft::bench {

class ConnectedClient {
 public:
  // Connects to `broker` under `name`, subscribes at QoS 1 and returns once the broker has it.
  ConnectedClient(runtime::MqttSettings broker, const std::string& name,
                  const std::vector<std::string>& filters, runtime::OnMqttMessage on_message);
  ConnectedClient(const ConnectedClient&) = delete;
  ConnectedClient& operator=(const ConnectedClient&) = delete;
  ~ConnectedClient();

  // Loop thread only. Throws std::runtime_error when the client does not take it.
  void publish(std::string_view topic, std::string_view payload);

  [[nodiscard]] runtime::MqttLoop& loop() { return loop_; }

 private:
  runtime::MqttLoop loop_;
  std::unique_ptr<runtime::MqttClient> client_;
};

}  // namespace luft::bench
