// Text of bounded length kept in place: names and ids on a device that must not allocate.
#pragma once

#include <algorithm>
#include <array>
#include <cassert>
#include <compare>
#include <cstddef>
#include <functional>
#include <optional>
#include <string_view>

namespace luft::contract {

// At most `Capacity` bytes, never terminated; compares and hashes like the text it holds.
template <std::size_t Capacity>
class Text {
  static_assert(Capacity < 256, "the length is kept in one byte");

 public:
  constexpr Text() = default;

  // Empty when `text` is too long; never cuts.
  static constexpr std::optional<Text> from(std::string_view text) {
    if (text.size() > Capacity) return std::nullopt;
    return cut(text);
  }

  // Keeps what fits, never half a UTF-8 character: for words meant for people, such as reasons.
  static constexpr Text cut(std::string_view text) {
    std::size_t length = std::min(text.size(), Capacity);
    while (length < text.size() && length > 0 && is_continuation(text[length])) --length;
    Text result;
    result.length_ = static_cast<unsigned char>(length);
    std::copy_n(text.data(), result.length_, result.bytes_.data());
    return result;
  }

  [[nodiscard]] constexpr std::string_view view() const { return {bytes_.data(), length_}; }
  [[nodiscard]] constexpr bool empty() const { return length_ == 0; }

  friend constexpr bool operator==(const Text& a, const Text& b) { return a.view() == b.view(); }
  friend constexpr auto operator<=>(const Text& a, const Text& b) { return a.view() <=> b.view(); }

 private:
  static constexpr bool is_continuation(char byte) {
    return (static_cast<unsigned char>(byte) & 0xC0U) == 0x80U;
  }

  std::array<char, Capacity> bytes_{};
  unsigned char length_ = 0;
};

}  // namespace luft::contract

template <std::size_t Capacity>
struct std::hash<luft::contract::Text<Capacity>> {
  std::size_t operator()(const luft::contract::Text<Capacity>& text) const {
    return std::hash<std::string_view>{}(text.view());
  }
};
