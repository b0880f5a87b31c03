// What the MQTT thread hands to the intake thread.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "contract/topics.h"
#include "hub/intake/device.h"
#include "hub/moment.h"

namespace luft::hub {

struct Message {
  std::expected<contract::Topic, contract::ParseError> topic;
  std::string unknown_topic;  // as it was, when `topic` is an error; cut
  std::string payload;
  contract::Retain retained = contract::Retain::no;
  Moment received;
};

// Bare readings that were dropped before they reached the intake: a limit was passed, or its
// channel was full.
struct DroppedReadings {
  contract::DeviceId device;  // empty: the topic named none
  std::uint64_t count = 0;
};

// The journal has released readings: they are in the database.
struct StoredReadings {
  std::vector<std::pair<DeviceNumber, std::uint32_t>> counts;
};

// What does not wait behind readings.
using Urgent = std::variant<Message, DroppedReadings, StoredReadings>;

}  // namespace luft::hub
