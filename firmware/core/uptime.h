// Time as a device knows it: since its own start, steady, never a wall clock.
#pragma once

#include <chrono>
#include <cstdint>

namespace luft::firmware {

// Milliseconds since this boot. Everything in the core is handed the time; nothing asks for it.
using Uptime = std::chrono::milliseconds;

// A time that has not come: before every uptime.
inline constexpr Uptime kNever{-1};

[[nodiscard]] constexpr std::uint64_t wire_ms(Uptime time) {
  return static_cast<std::uint64_t>(time.count());
}

}  // namespace luft::firmware
