// The way to the broker: esp-mqtt behind the core's MessageSink. Its events come on a thread of
// its own and wait in an inbox until the device's loop takes them.
#pragma once

#include <freertos/FreeRTOS.h>
#include <freertos/message_buffer.h>
#include <mqtt_client.h>

#include <array>
#include <atomic>
#include <memory>
#include <optional>
#include <span>

#include "contract/limits.h"
#include "firmware/core/device.h"
#include "firmware/core/ports.h"
#include "firmware/core/setup/portal_ports.h"

namespace luft::firmware::esp32 {

class MqttClient final : public MessageSink {
 public:
  MqttClient();
  ~MqttClient() override { stop(); }
  MqttClient(const MqttClient&) = delete;
  MqttClient& operator=(const MqttClient&) = delete;

  // Connects, and again whenever the connection ends. `setup` outlives the connection.
  void start(const DeviceSetup& setup);
  void stop();
  [[nodiscard]] bool is_started() const { return client_ != nullptr; }

  // Hands over what came since the last call.
  void deliver(Device& device, Uptime now);
  void forget_inbox() { xMessageBufferReset(inbox_); }

  // How the connection stands, for somebody who waits before the setup page.
  [[nodiscard]] TrialStep trial_step() const { return step_.load(); }

  bool publish(const contract::Topic& topic, std::string_view payload) override;

 private:
  enum class Kind : std::uint8_t { connected, disconnected, live, retained };
  static constexpr std::size_t kFrameHead = 2;  // kind, length of the topic
  static constexpr std::size_t kMaxFrame =
      kFrameHead + contract::kMaxTopicLength + contract::kMaxMessageBytes;
  static constexpr std::size_t kInboxBytes = 8 * 1'024;
  using Frame = std::array<char, kMaxFrame>;
  struct Destroy {
    void operator()(esp_mqtt_client* client) const { esp_mqtt_client_destroy(client); }
  };

  static void on_event(void* self, esp_event_base_t base, std::int32_t id, void* event);
  void on_message(const esp_mqtt_event_t& event);
  void put(Kind kind, std::string_view topic, std::string_view payload);

  std::unique_ptr<esp_mqtt_client, Destroy> client_;
  std::atomic<TrialStep> step_{TrialStep::connecting};
  std::atomic<bool> connected_{false};
  Frame incoming_{};    // esp-mqtt's thread only
  Frame delivering_{};  // the loop only
  std::array<std::uint8_t, kInboxBytes + 1> storage_{};
  StaticMessageBuffer_t inbox_control_{};
  MessageBufferHandle_t inbox_;
};

}  // namespace luft::firmware::esp32
