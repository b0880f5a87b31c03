// The net that decides: a recurrent cell that remembers the room, and two small perceptrons that
// read input and memory. Run by LibTorch; no Torch in this header.
//
//   input, memory -> gated recurrent unit (Cho et al. 2014) -> new memory
//   input, new memory -> hidden -> choice:     how far to open (see `opening_of`)
//                               -> truths:     what is hidden from the sensors (ml/truths.h)
//   input, new memory -> hidden -> likely:     which of the six positions the teacher takes
//                               -> acceptable: whether each position costs at most
//                                              kNoticeableRegret more than the best one
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>

#include "ml/features.h"
#include "ml/memory.h"
#include "ml/model/activations.h"
#include "ml/model/weights.h"
#include "ml/positions.h"
#include "ml/truths.h"

namespace luft::ml {

inline constexpr double kNoticeableRegret = 0.1;  // cost units (docs/confidence.md)
inline constexpr std::size_t kJoinedCount = kInputCount + kMemoryCount;  // what perceptrons read
inline constexpr std::size_t kDecidingCount = 64;                        // hidden units
inline constexpr std::size_t kJudgingCount = 48;
inline constexpr std::size_t kDecidedCount = 1 + kTruthCount;
inline constexpr std::size_t kJudgedCount = 2 * kPositionCount;
inline constexpr std::size_t kOutputCount = kDecidedCount + kJudgedCount;

// Logits: of the opening, of probabilities among the truths, and of positions.
struct NetOutput {
  float choice = 0;
  Truths truths{};
  std::array<float, kPositionCount> likely{};
  std::array<float, kPositionCount> acceptable{};
};
static_assert(sizeof(NetOutput) == kOutputCount * sizeof(float));

// From the logit `choice` to an opening, 0..1: the square makes small openings easy to say.
inline double opening_of(float choice) {
  const double root = 1 / (1 + std::exp(-static_cast<double>(choice)));
  return root * root;
}

// Where each tensor lies in the weights.
enum class Layer : std::uint8_t { input_gates, memory_gates, deciding, decided, judging, judged };
inline constexpr std::size_t kLayerCount = 6;

// Fresh weights (He et al. 2015), the same for the same seed with any version of Torch.
[[nodiscard]] Weights initial_weights(std::uint64_t seed);

// Beyond any weight that training gives, and so small that no sum of the net overflows: memories
// stay between -1 and 1, inputs are bounded (ml/features.h).
inline constexpr float kLargestWeight = 1'000;

// Whether `weights` are those of such a net: names, shapes, values within kLargestWeight. The error
// says which.
[[nodiscard]] std::expected<void, std::string> check_weights(const Weights& weights);

// One thread at a time. How many threads Torch, and the OpenBLAS under it, use for an inference
// counts for the whole process; the newest Net says it.
class Net {
 public:
  explicit Net(const Weights& weights,  // that check_weights() accepts
               std::size_t threads = 1);
  Net(Net&&) noexcept;
  Net& operator=(Net&&) noexcept;
  ~Net();

  [[nodiscard]] static std::size_t threads_in_force();

  // As many outputs and memories as inputs; each memory is replaced by the next one.
  void infer(std::span<const NetInput> inputs, std::span<MemoryState> memories,
             std::span<NetOutput> outputs);

 private:
  struct Layers;
  std::unique_ptr<Layers> layers_;
};

}  // namespace luft::ml
