// The Ed25519 public key that updates must be signed with, as the build was told it:
//   idf.py -DLUFT_UPDATE_KEY=$(./luft firmware key) build
// Without one this device takes no updates.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <string_view>

#ifndef LUFT_UPDATE_KEY
#define LUFT_UPDATE_KEY ""
#endif

namespace luft::firmware::esp32 {

inline constexpr std::string_view kUpdateKeyDigits = LUFT_UPDATE_KEY;
static_assert(kUpdateKeyDigits.empty() || kUpdateKeyDigits.size() == 64,
              "LUFT_UPDATE_KEY is 64 hex digits, as `luft firmware key` prints them");
static_assert(std::ranges::all_of(kUpdateKeyDigits,
                                  [](char c) {
                                    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
                                  }),
              "LUFT_UPDATE_KEY is 64 hex digits, as `luft firmware key` prints them");

// All zero: there is none.
inline constexpr std::array<std::uint8_t, 32> kUpdateKey = [] {
  std::array<std::uint8_t, 32> key{};
  for (std::size_t i = 0; i < kUpdateKeyDigits.size(); ++i) {
    const char c = kUpdateKeyDigits[i];
    const int digit = c <= '9' ? c - '0' : c - 'a' + 10;
    key[i / 2] = static_cast<std::uint8_t>(key[i / 2] * 16 + digit);
  }
  return key;
}();

}  // namespace luft::firmware::esp32
