// Whole numbers that a person typed among other text.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace luft::firmware {

// Takes digits off the front of `text`; empty, and `text` as it was, when there are none or they
// are beyond 65,535.
[[nodiscard]] std::optional<std::uint16_t> take_whole_number(std::string_view& text);

}  // namespace luft::firmware
