// What the model remembers of one room: its reading of the last day or two, as a few numbers that a
// recurrent net carries from one quarter of an hour to the next. A plain value, bounded, that can
// be kept in a file.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace luft::ml {

inline constexpr std::size_t kMemoryCount = 64;
using MemoryState = std::array<float, kMemoryCount>;

// The net was trained on quarters of an hour. Requests come when they come: between two quarters a
// decision rests on the memory of the last, and does not change it.
inline constexpr std::int64_t kTickMs = 15 * 60 * 1000;
inline constexpr std::int64_t kEarliestTickMs = kTickMs - 30 * 1000;  // requests have jitter
inline constexpr std::int64_t kForgetMs = 3 * 3600 * 1000;  // after such a gap nothing is known

struct Memory {
  MemoryState state{};
  std::int64_t updated_ms = 0;  // Unix time; 0: nothing remembered yet

  friend bool operator==(const Memory&, const Memory&) = default;
};

// How many quarters of an hour have passed unremembered: 0 between two ticks, 1 as a rule. A memory
// that is new, too old or from the future has to begin again: it is cleared, and 1 is due.
inline std::int64_t ticks_due(Memory& memory, std::int64_t now_ms) {
  const std::int64_t passed_ms = now_ms - memory.updated_ms;
  if (memory.updated_ms == 0 || passed_ms < 0 || passed_ms > kForgetMs) {
    memory = {};
    return 1;
  }
  if (passed_ms < kEarliestTickMs) return 0;
  return (passed_ms + kTickMs - kEarliestTickMs) / kTickMs;
}

}  // namespace luft::ml
