// What fuzzers of whole parts read: a conversation in lines of `topic payload`; `!` before it says
// that the broker had kept the message, and `+90` that 90 seconds pass.
#pragma once

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "contract/topics.h"

namespace luft::contract::testing {

inline constexpr std::size_t kMostLines = 100;
inline constexpr std::uint32_t kLongestPause_s = 20'000;

// `hear(topic, payload, Retain)`, `pass(seconds)`.
template <class Hear, class Pass>
void converse(std::string_view text, Hear hear, Pass pass) {
  for (std::size_t i = 0; i < kMostLines && !text.empty(); ++i) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.starts_with('+')) {
      std::uint32_t seconds = 0;
      std::from_chars(line.data() + 1, line.data() + line.size(), seconds);
      pass(std::chrono::seconds{std::min(seconds, kLongestPause_s)});
      continue;
    }
    const Retain retained = line.starts_with('!') ? Retain::yes : Retain::no;
    if (retained == Retain::yes) line.remove_prefix(1);
    const std::size_t space = std::min(line.find(' '), line.size());
    hear(line.substr(0, space), line.substr(std::min(space + 1, line.size())), retained);
  }
}

}  // namespace luft::contract::testing
