#include "firmware/core/base64.h"

#include <string_view>

namespace luft::firmware {
namespace {

constexpr std::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::size_t write_base64(std::span<const std::uint8_t> bytes, std::span<char> text) {
  assert(text.size() >= base64_length(bytes.size()));
  std::size_t written = 0;
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = bytes.size() - i;
    const std::uint32_t group = static_cast<std::uint32_t>(bytes[i]) << 16U |
                                (left > 1 ? static_cast<std::uint32_t>(bytes[i + 1]) << 8U : 0U) |
                                (left > 2 ? static_cast<std::uint32_t>(bytes[i + 2]) : 0U);
    text[written++] = kAlphabet[group >> 18U & 63U];
    text[written++] = kAlphabet[group >> 12U & 63U];
    text[written++] = left > 1 ? kAlphabet[group >> 6U & 63U] : '=';
    text[written++] = left > 2 ? kAlphabet[group & 63U] : '=';
  }
  return written;
}

}  // namespace luft::firmware
