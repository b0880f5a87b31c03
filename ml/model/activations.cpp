// Plain loops in a file of their own: the compiler turns them into vector instructions where it may
// reorder sums and trust that all is finite (CMakeLists.txt), as it does here.
#include "ml/model/activations.h"

#include <algorithm>
#include <cmath>

// The processor's widest vectors, chosen as the program starts. Not in builds that look for faults:
// their run-time is not ready when the choice is made.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__) && !defined(__clang__)
#define LUFT_WIDEST_VECTORS [[gnu::target_clones("default", "arch=x86-64-v3")]]
#else
#define LUFT_WIDEST_VECTORS
#endif

namespace luft::ml {
namespace {

float sigmoid(float x) {
  return 1 / (1 + std::exp(-x));
}

// To float's precision around one; several times as fast as std::tanh.
float tanh(float x) {
  return 2 * sigmoid(2 * x) - 1;
}

}  // namespace

LUFT_WIDEST_VECTORS void rectify(std::span<float> units) {
  for (float& unit : units) unit = std::max(unit, 0.0F);
}

LUFT_WIDEST_VECTORS void go_on(Gates from_input, Gates from_memory, MemoryState& memory) {
  const float* const input = from_input.data();
  const float* const remembered = from_memory.data();
  for (std::size_t i = 0; i < kMemoryCount; ++i) {
    const std::size_t update_at = kMemoryCount + i;
    const std::size_t candidate_at = 2 * kMemoryCount + i;
    const float reset = sigmoid(input[i] + remembered[i]);
    const float update = sigmoid(input[update_at] + remembered[update_at]);
    const float candidate = tanh(input[candidate_at] + reset * remembered[candidate_at]);
    memory[i] = candidate + update * (memory[i] - candidate);
  }
}

}  // namespace luft::ml
