// What people chose by hand, as the hub keeps it: the only labels the model learns from. What the
// model itself did is never among them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "contract/inference.h"

namespace luft::ml {

struct Wish {
  std::string id;  // ascending with time
  std::string device;
  std::uint64_t time_ms = 0;  // Unix time
  double position_pct = 0;
  contract::InferenceRequest room;  // as the model would have been asked then
};

struct Wishes {
  std::vector<Wish> wishes;     // in the order of the text
  std::size_t passed_over = 0;  // lines that say nothing to learn from
  std::string last_id;          // of the last line, whether it could be used or not; empty: none
};

// Lines of `GET /api/v1/examples` (docs/api.md). A line that is no example is passed over: one bad
// line must not stop learning from all others.
[[nodiscard]] Wishes read_wishes(std::string_view ndjson);

// The same lines again.
[[nodiscard]] std::string write_wishes(const std::vector<Wish>& wishes);

}  // namespace luft::ml
