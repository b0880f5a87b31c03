// What the net does between its affine layers: the rectifier, and the gates of the gated recurrent
// unit (Cho et al. 2014), by which a room's memory goes on.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "ml/memory.h"

namespace luft::ml {

inline constexpr std::size_t kGateCount = 3 * kMemoryCount;  // reset, update, candidate
using Gates = std::span<const float, kGateCount>;

// What is below zero becomes zero.
void rectify(std::span<float> units);

// `memory` becomes the next one. From the two halves of the gates: the input's and the memory's.
void go_on(Gates from_input, Gates from_memory, MemoryState& memory);

}  // namespace luft::ml
