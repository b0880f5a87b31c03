// Values in ClickHouse's RowBinary format, appended to a buffer. Little-endian, as our machines.
#pragma once

#include <bit>
#include <chrono>
#include <concepts>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace luft::store {

static_assert(std::endian::native == std::endian::little);

// Integers, floats and enums of 1 byte (Enum8) as they lie in memory.
template <class T>
  requires std::is_arithmetic_v<T> || (std::is_enum_v<T> && sizeof(T) == 1)
void append_row_binary(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

// DateTime64(3): signed milliseconds since 1970 UTC.
inline void append_row_binary(std::string& out,
                              std::chrono::sys_time<std::chrono::milliseconds> value) {
  append_row_binary(out, static_cast<std::int64_t>(value.time_since_epoch().count()));
}

// LEB128, the length of strings, arrays and maps.
inline void append_row_binary_length(std::string& out, std::uint64_t length) {
  for (; length >= 0x80; length >>= 7) out.push_back(static_cast<char>(length | 0x80));
  out.push_back(static_cast<char>(length));
}

// String, LowCardinality(String)
inline void append_row_binary(std::string& out, std::string_view value) {
  append_row_binary_length(out, value.size());
  out.append(value);
}

// Nullable
template <class T>
void append_row_binary(std::string& out, const std::optional<T>& value) {
  out.push_back(value ? '\0' : '\1');
  if (value) append_row_binary(out, *value);
}

// Array(String)
inline void append_row_binary(std::string& out, const std::vector<std::string>& values) {
  append_row_binary_length(out, values.size());
  for (const auto& value : values) append_row_binary(out, std::string_view(value));
}

// Map(String, String)
inline void append_row_binary(std::string& out, const std::map<std::string, std::string>& values) {
  append_row_binary_length(out, values.size());
  for (const auto& [key, value] : values) {
    append_row_binary(out, std::string_view(key));
    append_row_binary(out, std::string_view(value));
  }
}

}  // namespace luft::store
