// Where messages enter the hub, on the MQTT thread: limits each device, sorts what must not wait
// from readings, and hands over without ever blocking. When readings do not fit, identified ones
// are let go (they come again) and bare ones are dropped and counted.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "hub/message.h"
#include "hub/rate_limits.h"
#include "runtime/channel.h"
#include "runtime/clock.h"
#include "runtime/mqtt_types.h"
#include "runtime/settings.h"

namespace luft::hub {

class Gate {
 public:
  // All must outlive this.
  Gate(const runtime::IntakeSettings& settings, runtime::Channel<Message>& readings,
       runtime::Channel<Urgent>& urgent, const runtime::Clock& clock);

  // What the hub subscribes to.
  [[nodiscard]] static std::vector<runtime::Subscription> subscriptions();

  // MQTT thread.
  void on_message(const runtime::MqttMessage& message);
  // MQTT thread, about once a second: tells the intake what was dropped.
  void report_dropped();

  // Any thread: from now on nothing is taken in.
  void close() { closed_ = true; }

  // Identified or urgent messages that did not fit. Any thread.
  [[nodiscard]] std::uint64_t let_go() const { return let_go_; }

 private:
  void refuse(const Message& message);

  runtime::Channel<Message>& readings_;
  runtime::Channel<Urgent>& urgent_;
  const runtime::Clock& clock_;
  RateLimits limits_;
  std::atomic<std::uint64_t> let_go_{0};
  std::atomic<bool> closed_{false};
};

}  // namespace luft::hub
