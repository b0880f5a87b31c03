#include "firmware/core/setup/form.h"

#include <array>
#include <optional>

#include "contract/percent.h"

namespace luft::firmware {
namespace {

FormError as_form_error(contract::PercentError error) {
  switch (error) {
    case contract::PercentError::torn:
      return FormError::torn;
    case contract::PercentError::too_long:
      return FormError::too_long;
    case contract::PercentError::control:
      return FormError::control;
  }
  return FormError::torn;
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
  const auto value =
      contract::decode_percent(coded.value_or(std::string_view{}), contract::Plus::space, buffer);
  if (!value) return std::unexpected(as_form_error(value.error()));
  return *value;
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
  std::array<char, 3> coded{};
  for (const char character : value) {
    for (const char byte : contract::encode_percent(character, coded)) put(byte);
  }
}

}  // namespace luft::firmware
