// Base64 (RFC 4648, section 4) of a piece at a time, straight to where it is sent from: a clip and
// its base64 never exist side by side.
#pragma once

#include <cassert>
#include <cstddef>
#include <cstdint>
#include <span>

namespace luft::firmware {

[[nodiscard]] constexpr std::size_t base64_length(std::size_t bytes) {
  return (bytes + 2) / 3 * 4;
}

// Writes base64_length(bytes.size()) characters; returns how many.
std::size_t write_base64(std::span<const std::uint8_t> bytes, std::span<char> text);

}  // namespace luft::firmware
