#include "firmware/core/setup/form.h"

#include <optional>

namespace luft::firmware {
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

bool is_plain(unsigned char byte) {
  return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
         (byte >= 'A' && byte <= 'Z') || byte == '-' || byte == '.' || byte == '_' || byte == '*';
}

}  // namespace

std::string_view name(FormError error) {
  switch (error) {
    case FormError::torn:
      return "the browser sent something that is no form";
    case FormError::too_long:
      return "is too long";
    case FormError::control:
      return "holds a character that cannot be typed";
    case FormError::twice:
      return "was sent twice";
  }
  return "";
}

std::expected<std::string_view, FormError> decode_percent(std::string_view coded, Plus plus,
                                                          std::span<char> buffer) {
  std::size_t length = 0;
  for (std::size_t i = 0; i < coded.size(); ++i) {
    char byte = coded[i] == '+' && plus == Plus::space ? ' ' : coded[i];
    if (coded[i] == '%') {
      if (coded.size() - i < 3) return std::unexpected(FormError::torn);
      const auto high = hex_digit(coded[i + 1]);
      const auto low = hex_digit(coded[i + 2]);
      if (!high || !low) return std::unexpected(FormError::torn);
      byte = static_cast<char>(*high * 16 + *low);
      i += 2;
    }
    if (is_unwelcome(static_cast<unsigned char>(byte))) return std::unexpected(FormError::control);
    if (length == buffer.size()) return std::unexpected(FormError::too_long);
    buffer[length++] = byte;
  }
  return std::string_view{buffer.data(), length};
}

std::expected<std::string_view, FormError> form_value(std::string_view body, std::string_view field,
                                                      std::span<char> buffer) {
  std::optional<std::string_view> coded;
  while (!body.empty()) {
    const std::string_view pair = body.substr(0, body.find('&'));
    body.remove_prefix(pair.size() == body.size() ? body.size() : pair.size() + 1);
    const std::size_t equals = pair.find('=');
    if (pair.substr(0, equals) != field) continue;
    if (coded) return std::unexpected(FormError::twice);
    coded = equals == std::string_view::npos ? std::string_view{} : pair.substr(equals + 1);
  }
  return decode_percent(coded.value_or(std::string_view{}), Plus::space, buffer);
}

void FormWriter::put(char byte) {
  if (length_ == buffer_.size()) {
    overflowed_ = true;
  } else {
    buffer_[length_++] = byte;
  }
}

void FormWriter::add(std::string_view field, std::string_view value) {
  if (length_ > 0) put('&');
  for (const char byte : field) put(byte);
  put('=');
  for (const char character : value) {
    const auto byte = static_cast<unsigned char>(character);
    if (is_plain(byte)) {
      put(character);
    } else {
      put('%');
      put(kHexDigits[byte >> 4U]);
      put(kHexDigits[byte & 0x0FU]);
    }
  }
}

}  // namespace luft::firmware
