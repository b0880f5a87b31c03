// Percent-encoding, as in URLs (RFC 3986) and in forms that browsers send. Pure; whatever the
// bytes, nothing is read or written beyond the spans.
#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

namespace luft::contract {

enum class PercentError : std::uint8_t {
  torn,      // a percent sign without two hex digits
  too_long,  // for the buffer
  control,   // a NUL or another control character; line ends and tabs are welcome
};

// In a form a plus is a space, elsewhere in a URL not.
enum class Plus : std::uint8_t { space, itself };

// Percent codes undone, into `buffer`.
[[nodiscard]] std::expected<std::string_view, PercentError> decode_percent(std::string_view coded,
                                                                           Plus plus,
                                                                           std::span<char> buffer);

// How one byte is written: itself where that has no other meaning, else a percent code. The text
// lies in `buffer`.
[[nodiscard]] std::string_view encode_percent(char byte, std::array<char, 3>& buffer);

}  // namespace luft::contract
