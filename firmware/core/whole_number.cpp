#include "firmware/core/whole_number.h"

#include <charconv>

namespace luft::firmware {

std::optional<std::uint16_t> take_whole_number(std::string_view& text) {
  std::uint16_t number = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
  if (read.ec != std::errc{}) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  return number;
}

}  // namespace luft::firmware
