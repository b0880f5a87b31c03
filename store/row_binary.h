// Values in ClickHouse's RowBinary format: appended to a buffer, and read from an answer.
// Little-endian, as our machines.
#pragma once

#include <bit>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstring>
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

// Reads what append_row_binary writes, value by value. Each read says whether there was enough;
// after one that failed, so do all others.
class RowBinaryReader {
 public:
  explicit RowBinaryReader(std::string_view bytes) : rest_(bytes) {}

  [[nodiscard]] bool at_end() const { return rest_.empty(); }

  template <class T>
    requires std::is_arithmetic_v<T> || (std::is_enum_v<T> && sizeof(T) == 1)
  [[nodiscard]] bool read(T& value) {
    std::string_view bytes;
    if (!take(sizeof value, bytes)) return false;
    std::memcpy(&value, bytes.data(), sizeof value);
    return true;
  }

  [[nodiscard]] bool read(std::chrono::sys_time<std::chrono::milliseconds>& value) {
    std::int64_t ms = 0;
    if (!read(ms)) return false;
    value = std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(ms));
    return true;
  }

  // A view into the bytes.
  [[nodiscard]] bool read(std::string_view& value) {
    std::uint64_t length = 0;
    return read_length(length) && take(length, value);
  }

  [[nodiscard]] bool read(std::string& value) {
    std::string_view view;
    if (!read(view)) return false;
    value = view;
    return true;
  }

  template <class T>
  [[nodiscard]] bool read(std::optional<T>& value) {
    std::uint8_t null = 0;
    if (!read(null)) return false;
    value.reset();
    return null != 0 || read(value.emplace());
  }

  [[nodiscard]] bool read(std::vector<std::string>& values) {
    std::uint64_t length = 0;
    if (!read_length(length)) return false;
    values.clear();
    for (std::uint64_t i = 0; i < length; ++i) {
      if (!read(values.emplace_back())) return false;
    }
    return true;
  }

  [[nodiscard]] bool read(std::map<std::string, std::string>& values) {
    std::uint64_t length = 0;
    if (!read_length(length)) return false;
    values.clear();
    for (std::uint64_t i = 0; i < length; ++i) {
      std::string key;
      if (!read(key) || !read(values[key])) return false;
    }
    return true;
  }

 private:
  [[nodiscard]] bool read_length(std::uint64_t& length) {
    length = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      std::uint8_t byte = 0;
      if (!read(byte)) return false;
      length |= std::uint64_t{byte & 0x7fU} << shift;
      if (byte < 0x80) return true;
    }
    return false;
  }

  [[nodiscard]] bool take(std::uint64_t length, std::string_view& bytes) {
    if (length > rest_.size()) {
      rest_ = {};
      return false;
    }
    bytes = rest_.substr(0, length);
    rest_.remove_prefix(length);
    return true;
  }

  std::string_view rest_;
};

}  // namespace luft::store
