// What a device says of itself, retained at the broker: that it is there, what it is and how its
// chip fares, and which settings are in force. What the link did not take is said again.
#pragma once

#include "contract/device.h"
#include "contract/topics.h"
#include "firmware/core/configuration.h"
#include "firmware/core/ports.h"
#include "firmware/core/uptime.h"

namespace luft::firmware {

class SelfReport {
 public:
  // `ports` outlive it.
  SelfReport(const contract::DeviceId& device, const contract::DeviceInfo& about,
             const Ports& ports);

  [[nodiscard]] const contract::DeviceInfo& about() const { return about_; }
  [[nodiscard]] contract::Topic status_topic() const { return topic(TopicKind::device_status); }

  // `online`, and all that there is to say.
  void on_connected(Uptime now);
  // An earlier connection's last will may come late: a device that has not left says `online`.
  void on_status(contract::Presence presence);
  void say_offline();  // the last words

  void say_settings(const Configuration& configuration, const Configurable& parts);
  // Notes how long a round of the loop took; every now and then how the chip is.
  void on_tick(Uptime now);
  // One message at a tick: a link that did not take them is full.
  void say_again(const Configuration& configuration, const Configurable& parts, Uptime now);

 private:
  using TopicKind = contract::TopicKind;
  [[nodiscard]] contract::Topic topic(TopicKind kind) const {
    return {.kind = kind, .device = device_};
  }
  void say_status(contract::Presence presence);
  void say_info(Uptime now);

  contract::DeviceId device_;
  contract::DeviceInfo about_;
  MessageSink& sink_;
  Scratch& scratch_;
  const ChipHealth* health_;
  Uptime last_round_ = kNever;
  Uptime longest_round_{};
  Uptime info_said_{};
  bool info_unsaid_ = false;  // the link did not take it
  bool settings_unsaid_ = false;
  bool has_left_ = false;  // it has said offline itself, until the next connection
};

}  // namespace luft::firmware
