// Why a payload or topic was refused: a closed set of kinds, and the member it is about.
#pragma once

#include <cstdint>
#include <string_view>

#include "contract/text.h"

namespace luft::contract {

// Numbers are stable: they are stored in quarantine and shown to people. Never reuse one.
enum class ParseErrorKind : std::uint8_t {
  too_long = 1,       // payload beyond its limit
  too_deep = 2,       // nested beyond kMaxJsonDepth
  not_json = 3,       // neither a JSON document nor the bare form the topic allows
  missing = 4,        // a required member is not there
  wrong_type = 5,     // a member is there with another JSON type
  out_of_range = 6,   // a number, count or length outside what the design allows, or not finite
  unknown_word = 7,   // text that is none of the words allowed here, or has control characters
  unknown_topic = 8,  // a topic that is not part of the contract
  invalid_device_id = 9,
  inconsistent = 10,  // members that contradict each other (now_ms before up_ms) or come twice
};

struct ParseError {
  ParseErrorKind kind{};
  Text<32> member{};  // JSON member or topic level; empty when it is about the whole payload

  friend bool operator==(const ParseError&, const ParseError&) = default;
};

// "out_of_range", for logs, quarantine and golden files.
[[nodiscard]] std::string_view name(ParseErrorKind kind);

}  // namespace luft::contract
