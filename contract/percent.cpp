#include "contract/percent.h"

#include <optional>

namespace luft::contract {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";

std::optional<unsigned> hex_digit(char c) {
  if (c >= '0' && c <= '9') return static_cast<unsigned>(c - '0');
  if (c >= 'a' && c <= 'f') return static_cast<unsigned>(c - 'a') + 10;
  if (c >= 'A' && c <= 'F') return static_cast<unsigned>(c - 'A') + 10;
  return std::nullopt;
}

bool is_unwelcome(unsigned char byte) {
  return (byte < 0x20 && byte != '\n' && byte != '\r' && byte != '\t') || byte == 0x7F;
}

bool is_plain(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.' || c == '_' || c == '*';
}

}  // namespace

std::expected<std::string_view, PercentError> decode_percent(std::string_view coded, Plus plus,
                                                             std::span<char> buffer) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < coded.size(); ++i) {
    char byte = coded[i] == '+' && plus == Plus::space ? ' ' : coded[i];
    if (coded[i] == '%') {
      if (coded.size() - i < 3) return std::unexpected(PercentError::torn);
      const auto high = hex_digit(coded[i + 1]);
      const auto low = hex_digit(coded[i + 2]);
      if (!high || !low) return std::unexpected(PercentError::torn);
      byte = static_cast<char>(*high * 16 + *low);
      i += 2;
    }
    if (is_unwelcome(static_cast<unsigned char>(byte))) {
      return std::unexpected(PercentError::control);
    }
    if (length == buffer.size()) return std::unexpected(PercentError::too_long);
    buffer[length++] = byte;
  }
  return std::string_view{buffer.data(), length};
}

std::string_view encode_percent(char byte, std::array<char, 3>& buffer) {
  if (is_plain(byte)) {
    buffer[0] = byte;
    return {buffer.data(), 1};
  }
  const auto bits = static_cast<unsigned char>(byte);
  buffer = {'%', kHexDigits[bits >> 4U], kHexDigits[bits & 0x0FU]};
  return {buffer.data(), buffer.size()};
}

}  // namespace luft::contract
