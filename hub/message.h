// What the MQTT thread hands to the intake thread.
#pragma once

#include <cstdint>
#include <expected>
#include <future>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "contract/topics.h"
#include "contract/window.h"
#include "hub/intake/device.h"
#include "hub/intake/order.h"
#include "hub/moment.h"

namespace luft::hub {

struct Message {
  std::expected<contract::Topic, contract::ParseError> topic;
  std::string unknown_topic;  // as it was, when `topic` is an error; cut
  std::string payload;
  contract::Retain retained = contract::Retain::no;
  Moment received;
  std::chrono::milliseconds in_broker{0};  // that it waited there, as far as its expiry tells
};

// Bare readings that were dropped before they reached the intake: a limit was passed, or its
// channel was full.
struct DroppedReadings {
  contract::DeviceId device;  // empty: the topic named none
  std::uint64_t count = 0;
};

// Other messages that went no further, since the last time this was said.
struct NotTaken {
  std::uint64_t let_go = 0;   // identified readings and batches: they come again
  std::uint64_t refused = 0;  // what will not come again: states, events, garbage
};

// The journal has released readings: they are in the database.
struct StoredReadings {
  using Count = std::pair<DeviceNumber, std::uint32_t>;
  std::vector<Count> counts;
};

// What a person chose for a window through the hub's own API or in Home Assistant; it is on its way
// to the window.
struct PersonsWish {
  contract::DeviceId window;
  std::optional<contract::SetPosition> chosen;  // empty: given back to Luft
  Moment at;
  std::string_view asked_by = "page";  // where: a literal
};

// A person waits for what comes of it.
struct AskedOrder {
  Order order;
  std::promise<OrderResult> answer;
};

// A person pauses all windows or ends that. The answer: how many windows it concerns.
struct AskedAiring {
  contract::Airing airing{};
  std::string_view by;  // where: a literal
  std::promise<std::size_t> answer;
};

// A connection to the broker is up: what is ours and retained there has to be said again.
struct BrokerConnected {};

// What does not wait behind readings.
using Urgent = std::variant<Message, DroppedReadings, NotTaken, StoredReadings, AskedOrder,
                            PersonsWish, AskedAiring, BrokerConnected>;

}  // namespace luft::hub
