#include "contract/parse_error.h"

#include <cassert>

namespace luft::contract {

std::string_view name(ParseErrorKind kind) {
  switch (kind) {
    case ParseErrorKind::too_long:
      return "too_long";
    case ParseErrorKind::too_deep:
      return "too_deep";
    case ParseErrorKind::not_json:
      return "not_json";
    case ParseErrorKind::missing:
      return "missing";
    case ParseErrorKind::wrong_type:
      return "wrong_type";
    case ParseErrorKind::out_of_range:
      return "out_of_range";
    case ParseErrorKind::unknown_word:
      return "unknown_word";
    case ParseErrorKind::unknown_topic:
      return "unknown_topic";
    case ParseErrorKind::invalid_device_id:
      return "invalid_device_id";
    case ParseErrorKind::inconsistent:
      return "inconsistent";
  }
  assert(false && "a kind of the closed set");
  return {};
}

}  // namespace luft::contract
