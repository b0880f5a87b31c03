// `device/{id}/event`: what a device reports of commands and refusals, at a bounded rate.
#pragma once

#include <optional>
#include <string_view>

#include "contract/inference.h"
#include "firmware/core/ports.h"
#include "firmware/core/uptime.h"

namespace luft::firmware {

class Events {
 public:
  Events(const contract::DeviceId& device, const Ports& ports)
      : device_(device), sink_(ports.sink), scratch_(ports.scratch) {}

  // Says it, unless the last event is less than a second old: a flood of refused commands must not
  // become a flood of events. Those about the model's decisions, which have a `request_id`, and all
  // others don't hold each other up: a person waits for her answer. Whoever calls counts. True when
  // it was said.
  bool say(std::string_view event, const std::optional<contract::RequestId>& request_id,
           std::string_view reason, Uptime now);

 private:
  contract::DeviceId device_;
  MessageSink& sink_;
  Scratch& scratch_;
  Uptime said_ = kNever;
  Uptime said_of_decision_ = kNever;
};

}  // namespace luft::firmware
