// The gated recurrent unit's gates (Cho et al. 2014): how a room's memory goes on.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "ml/memory.h"

namespace luft::ml {

inline constexpr std::size_t kGateCount = 3 * kMemoryCount;  // reset, update, candidate
using Gates = std::span<const float, kGateCount>;

// `memory` becomes the next one. From the two halves of the gates: the input's and the memory's.
void go_on(Gates from_input, Gates from_memory, MemoryState& memory);

}  // namespace luft::ml
