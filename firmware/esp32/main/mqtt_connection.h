// esp-mqtt's client for one broker, with all that it needs until its very end. That may be long in
// coming: esp-mqtt's thread holds its lock while it asks for a name (lwIP takes 7 s and more for
// one that nobody answers), connects and shakes hands, and whoever ends the client waits for it.
#pragma once

#include <mqtt_client.h>

#include <memory>

#include "firmware/core/setup/device_setup.h"

namespace luft::firmware::esp32 {

class MqttConnection {
 public:
  // Connects, and again whenever the connection ends. `on_event` is called on esp-mqtt's thread,
  // also while it is being ended. Null without memory for it.
  [[nodiscard]] static std::unique_ptr<MqttConnection> start(const DeviceSetup& setup,
                                                             esp_event_handler_t on_event,
                                                             void* context);
  // Ends it in a task of its own: the caller does not wait.
  static void end(std::unique_ptr<MqttConnection> connection);

  MqttConnection(const MqttConnection&) = delete;
  MqttConnection& operator=(const MqttConnection&) = delete;
  ~MqttConnection();

  [[nodiscard]] esp_mqtt_client_handle_t handle() const { return client_; }

 private:
  MqttConnection() = default;
  static void end_task(void* connection);
  [[nodiscard]] bool keep_authority(const Certificate& authority);

  esp_mqtt_client_handle_t client_ = nullptr;
  std::unique_ptr<char[]> authority_;  // PEM; esp-mqtt copies all else
};

}  // namespace luft::firmware::esp32
