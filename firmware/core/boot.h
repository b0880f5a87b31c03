// The name of one start of a device: what makes `[boot, seq]` unique without a clock.
#pragma once

#include <cstdint>

namespace luft::firmware {

// What a device keeps about its starts. An empty memory (new device, factory reset, worn flash)
// draws a new `origin`, so a name is never used twice even when the count begins again.
struct BootMemory {
  std::uint32_t origin = 0;  // random, drawn when the memory was empty
  std::uint32_t starts = 0;  // starts since then, this one included
};

inline constexpr std::uint32_t kStartsPerOrigin = 1U << 20;

// origin * 2^20 + starts, below 2^53 as the wire requires. A device that outlives its million
// starts wraps; its readings of a million starts ago are long receipted.
[[nodiscard]] constexpr std::uint64_t boot_name(const BootMemory& memory) {
  return std::uint64_t{memory.origin} * kStartsPerOrigin + memory.starts % kStartsPerOrigin;
}

}  // namespace luft::firmware
