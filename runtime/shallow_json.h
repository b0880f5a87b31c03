// JSON from outside, nested no deeper than anybody writes it. The library copies, compares and
// writes documents by recursion: 64 KB of brackets come close to overflowing the stack, more do.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string_view>

namespace luft::runtime {

inline constexpr int kMaxJsonNesting = 32;

// Discarded (`is_discarded()`) where the text is no JSON or nested deeper.
[[nodiscard]] nlohmann::json parse_shallow_json(std::string_view text);
// The same, with members in the order of the text.
[[nodiscard]] nlohmann::ordered_json parse_shallow_ordered_json(std::string_view text);

}  // namespace luft::runtime
