// Where messages enter the hub, on the MQTT thread: limits each device, sorts what must not wait
// from readings, and hands over without ever blocking: a reading to the intake itself where that
// has nothing else to do, else to its channel. When readings do not fit, identified ones are let go
// (they come again) and bare ones are dropped; all that goes no further is counted.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
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
  // Takes a reading in at once, or says false: then it goes to the channel.
  using TakeAtOnce = std::function<bool(const Message& reading)>;

  // All must outlive this.
  Gate(const runtime::IntakeSettings& settings, runtime::Channel<Message>& readings,
       runtime::Channel<Urgent>& urgent, const runtime::Clock& clock, TakeAtOnce take_at_once);

  // What the hub subscribes to: all that the topic table says it listens to, and whatever else is
  // said of devices, so that garbage is seen.
  [[nodiscard]] static std::vector<runtime::Subscription> subscriptions();

  // MQTT thread.
  void on_message(const runtime::MqttMessage& message);
  // MQTT thread, about once a second: tells the intake what was dropped.
  void report_dropped();

  // Any thread: from now on nothing is taken in.
  void close() { closed_ = true; }

 private:
  void refuse(const Message& message);

  runtime::Channel<Message>& readings_;
  runtime::Channel<Urgent>& urgent_;
  const runtime::Clock& clock_;
  TakeAtOnce take_at_once_;
  RateLimits limits_;
  NotTaken not_taken_;
  std::atomic<bool> closed_{false};
};

}  // namespace luft::hub
