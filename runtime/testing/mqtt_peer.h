// Someone else at the broker, for tests: publishes, and keeps what it hears until asked.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/channel.h"
#include "runtime/mqtt_link.h"

namespace luft::runtime::testing {

struct ReceivedMessage {
  std::string topic;
  std::string payload;
  Qos qos{};
  Retain retained = Retain::no;
  std::optional<std::uint32_t> remaining_expiry_s;
};

class MqttPeer {
 public:
  // Connects and waits until it is connected and subscribed to `filters` (QoS 1).
  explicit MqttPeer(const MqttSettings& settings, const std::vector<std::string>& filters = {});
  ~MqttPeer();

  // Waits until it is taken; QoS 1 and not retained unless said.
  void publish(std::string_view topic, std::string_view payload,
               const PublishOptions& options = {});

  // The next message it heard, waiting for one; nullopt when none came in time.
  std::optional<ReceivedMessage> next(std::chrono::milliseconds timeout = std::chrono::seconds{20});
  // As next(), skipping messages of other topics.
  std::optional<ReceivedMessage> next_on(std::string_view topic,
                                         std::chrono::milliseconds timeout = std::chrono::seconds{
                                             20});

  // Waits for the next (re)connection; false when there was none in time.
  bool wait_connected(std::chrono::milliseconds timeout = std::chrono::seconds{20});
  bool wait_disconnected(std::chrono::milliseconds timeout = std::chrono::seconds{20});

  MqttLink& link() { return link_; }

 private:
  Channel<ReceivedMessage> heard_{1'000'000};
  Channel<bool> connects_{1'000};
  Channel<bool> disconnects_{1'000};
  MqttLink link_;  // last: its thread uses all above
};

}  // namespace luft::runtime::testing
