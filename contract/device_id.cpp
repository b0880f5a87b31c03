#include "contract/device_id.h"

#include <algorithm>

namespace luft::contract {
namespace {

constexpr bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

}  // namespace

std::optional<DeviceId> parse_device_id(std::string_view text) {
  if (text.empty() || !is_letter_or_digit(text.front())) return std::nullopt;
  const bool allowed = std::all_of(text.begin(), text.end(), [](char c) {
    return is_letter_or_digit(c) || c == '_' || c == '-';
  });
  return allowed ? DeviceId::from(text) : std::nullopt;
}

}  // namespace luft::contract
