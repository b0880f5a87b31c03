// The way to the broker: esp-mqtt behind the core's MessageSink. Its events come on a thread of
// its own and wait until the device's loop takes them: messages in an inbox, of which a loop that
// is far behind loses the newest; how the connection stands in a flag beside it, which cannot be
// lost.
#pragma once

#include <freertos/FreeRTOS.h>
#include <freertos/message_buffer.h>
#include <freertos/semphr.h>
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
#include "firmware/esp32/main/mqtt_connection.h"

namespace luft::firmware::esp32 {

class MqttClient final : public MessageSink {
 public:
  MqttClient();
  ~MqttClient() override { stop(); }
  MqttClient(const MqttClient&) = delete;
  MqttClient& operator=(const MqttClient&) = delete;

  // Connects, and again whenever the connection ends; one before it is stopped.
  void start(const DeviceSetup& setup);
  // At once: what remains of the connection ends beside the loop, which never waits for a network.
  void stop();
  [[nodiscard]] bool is_started() const { return connection_ != nullptr; }

  // Hands over what came since the last call.
  void deliver(Device& device, Uptime now);
  void forget_inbox();
  [[nodiscard]] bool is_connected() const { return connected_.load(); }

  // How the connection stands, for somebody who waits before the setup page.
  [[nodiscard]] TrialStep trial_step() const { return step_.load(); }

  // What is taken is copied, and sent by esp-mqtt's own thread. But that thread holds esp-mqtt's
  // lock while it writes: on a network that takes nothing, one call may wait for it, up to 4 s.
  // Then no other one is let wait for a second, so that the loop comes round within the watchdog's
  // 5 s.
  bool publish(const contract::Topic& topic, std::string_view payload) override;

 private:
  enum class Kind : std::uint8_t { live, retained };
  enum class Link : std::uint8_t { unchanged, made, lost };  // since the loop looked
  static constexpr std::size_t kFrameHead = 2;               // kind, length of the topic
  static constexpr std::size_t kMaxFrame =
      kFrameHead + contract::kMaxTopicLength + contract::kMaxMessageBytes;
  static constexpr std::size_t kInboxBytes = 8 * 1'024;
  using Frame = std::array<char, kMaxFrame>;

  static void on_event(void* self, esp_event_base_t base, std::int32_t id, void* event);
  void on_message(const esp_mqtt_event_t& event);
  void put(Kind kind, std::string_view topic, std::string_view payload);
  void deliver_link(Device& device, Uptime now);
  [[nodiscard]] bool subscribe(const Device& device);

  StaticSemaphore_t mutex_control_{};
  SemaphoreHandle_t mutex_;
  // The loop's; changed under the mutex only, with which esp-mqtt's thread looks at it.
  std::unique_ptr<MqttConnection> connection_;
  std::atomic<TrialStep> step_{TrialStep::connecting};
  std::atomic<bool> connected_{false};
  std::atomic<Link> link_{Link::unchanged};
  Uptime subscribe_at_ = kNever;  // the loop's: it is connected and has not subscribed yet
  Uptime patient_again_{};        // likewise: until then nothing is sent
  Frame incoming_{};              // esp-mqtt's thread only, under the mutex
  Frame delivering_{};            // the loop only
  std::array<std::uint8_t, kInboxBytes + 1> storage_{};
  StaticMessageBuffer_t inbox_control_{};
  MessageBufferHandle_t inbox_;
};

}  // namespace luft::firmware::esp32
