// What taking in messages leads to: rows for the journal, receipts that follow them, and messages
// that go out at once, before any disk.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contract/topics.h"
#include "hub/journal/batch.h"

namespace luft::hub {

struct Publication {
  contract::TopicName topic;
  std::string payload;
  std::optional<std::uint32_t> expiry_s{};
  contract::Retain retain = contract::Retain::no;
};

struct Outcome {
  JournalBatch journal;  // its devices are filled in when it is handed over
  std::vector<Publication> publications;
};

// Whether the journal can take readings. Closed: identified ones are let go without a receipt (they
// come again), bare ones dropped and counted; windows are controlled all the same.
enum class Admission : std::uint8_t { open, closed };

// Since the start; what /metrics and the page show.
struct Totals {
  std::uint64_t messages = 0;
  std::uint64_t readings = 0;  // accepted
  std::uint64_t duplicate = 0;
  std::uint64_t quarantined = 0;
  std::uint64_t dropped = 0;
  std::uint64_t let_go = 0;   // identified readings and batches not taken: they come again
  std::uint64_t refused = 0;  // other messages beyond a limit, such as states and garbage
  std::uint64_t lost = 0;
  std::uint64_t requests = 0;
  std::uint64_t controls = 0;
  std::uint64_t unanswered = 0;
  std::uint64_t movements = 0;
};

}  // namespace luft::hub
