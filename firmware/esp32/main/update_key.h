// The Ed25519 public key that updates must be signed with. All zero: this device takes no updates.
// Whoever builds devices puts the public half of a key of their own here, before the first flash.
#pragma once

#include <array>
#include <cstdint>

namespace luft::firmware::esp32 {

inline constexpr std::array<std::uint8_t, 32> kUpdateKey{};

}  // namespace luft::firmware::esp32
