// JSON from outside, nested no deeper than anybody writes it. The library copies, compares and
// writes documents by recursion: 64 KB of brackets would overflow the stack.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace luft::runtime {

inline constexpr int kMaxJsonNesting = 32;

// Discarded (`is_discarded()`) where the text is no JSON or nested deeper.
template <class Json = nlohmann::json>
[[nodiscard]] Json parse_shallow_json(std::string_view text) {
  bool too_deep = false;
  const auto keep = [&too_deep](int depth, typename Json::parse_event_t, const Json&) {
    too_deep = too_deep || depth > kMaxJsonNesting;
    return !too_deep;  // what is below is read over, and kept nowhere
  };
  Json parsed = Json::parse(text, keep, /*allow_exceptions=*/false);
  return too_deep ? Json(Json::value_t::discarded) : parsed;
}

}  // namespace luft::runtime
