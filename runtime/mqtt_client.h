// One MQTT connection that is driven by a loop: connects, keeps reconnecting (jittered
// exponential backoff, 0.2 s to 30 s; from the start again after a stable connection), sends its
// subscriptions on every connect, and calls back. It has no thread and no locks: every member is
// for the loop's thread only (or before the loop runs). The process must ignore SIGPIPE. For a
// service use MqttLink.
#pragma once

#include <cstddef>
#include <expected>
#include <memory>
#include <string_view>
#include <vector>

#include "runtime/mqtt_types.h"

namespace luft::runtime {

class MqttLoop;

struct MqttCallbacks {
  OnMqttConnected on_connected{};        // each time; subscriptions have been sent just before
  OnMqttDisconnected on_disconnected{};  // each time a connection ends or an attempt fails
  OnMqttMessage on_message{};
  std::function<void()> on_delivered{};  // outgoing() has shrunk: there is room again
  std::function<void(int reason)> on_subscription_refused{};  // MQTT 5 reason code
};

class MqttClient {
 public:
  // `loop` must outlive the client. Callbacks may call publish, subscribe and disconnect, but must
  // not destroy the client (post that).
  MqttClient(MqttLoop& loop, MqttSettings settings, MqttCallbacks callbacks);
  MqttClient(const MqttClient&) = delete;
  MqttClient& operator=(const MqttClient&) = delete;
  ~MqttClient();  // drops the connection without a word, so that the broker publishes the will

  void connect();     // starts, and stays connected or trying until disconnect()
  void disconnect();  // in order: no will is published; unsent messages are dropped
  void drop();        // as if the cable was cut; connects again by itself (for tests and faults)

  // Kept and sent again on every connect.
  void subscribe(Subscription subscription);

  // Copies what it needs. QoS 1 messages taken before a break are sent again after it, unless they
  // have expired; QoS 0 messages not yet written are lost with the connection.
  std::expected<void, PublishError> publish(std::string_view topic, std::string_view payload,
                                            const PublishOptions& options = {});

  [[nodiscard]] bool connected() const;
  [[nodiscard]] std::size_t max_packet_bytes() const;  // the lower of ours and the broker's
  struct Outgoing {
    std::size_t messages = 0;
    std::size_t bytes = 0;
  };
  [[nodiscard]] Outgoing outgoing() const;  // taken by publish(), not yet acknowledged or written

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace luft::runtime
