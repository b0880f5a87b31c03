// Plain values in a row of bytes, for what the hub keeps in its own files. Little-endian.
#pragma once

#include <bit>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace luft::hub {

static_assert(std::endian::native == std::endian::little);

template <class T>
  requires std::is_arithmetic_v<T>
void append(std::string& bytes, T value) {
  bytes.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// Takes a value off the front; empty when there are too few bytes.
template <class T>
  requires std::is_arithmetic_v<T>
[[nodiscard]] std::optional<T> take(std::string_view& bytes) {
  if (bytes.size() < sizeof(T)) return std::nullopt;
  T value;
  std::memcpy(&value, bytes.data(), sizeof value);
  bytes.remove_prefix(sizeof value);
  return value;
}

}  // namespace luft::hub
