// The net that decides: a small multilayer perceptron, run by LibTorch. No Torch in this header.
//
//   input -> hidden -> hidden -> three heads of one number per position (logits):
//   choice:     which position to take (trained on the expected loss against the teacher)
//   likely:     which position the teacher takes (a distribution, for `low` and `high`)
//   acceptable: whether the position costs at most kNoticeableRegret more than the best one
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <memory>
#include <span>
#include <string>

#include "ml/features.h"
#include "ml/model/weights.h"
#include "ml/positions.h"

namespace luft::ml {

inline constexpr double kNoticeableRegret = 0.1;  // cost units (docs/confidence.md)
inline constexpr std::size_t kHiddenCount = 64;
inline constexpr std::size_t kOutputCount = 3 * kPositionCount;

struct NetOutput {
  std::array<float, kPositionCount> choice{};
  std::array<float, kPositionCount> likely{};
  std::array<float, kPositionCount> acceptable{};
};
static_assert(sizeof(NetOutput) == kOutputCount * sizeof(float));

// Fresh weights (He et al. 2015), the same for the same seed with any version of Torch.
[[nodiscard]] Weights initial_weights(std::uint64_t seed);

// Whether `weights` are those of such a net: names, shapes, finite values. The error says which.
[[nodiscard]] std::expected<void, std::string> check_weights(const Weights& weights);

// One thread at a time. How many threads Torch itself uses for an inference counts for the whole
// process; the newest Net says it.
class Net {
 public:
  explicit Net(const Weights& weights,  // that check_weights() accepts
               std::size_t threads = 1);
  Net(Net&&) noexcept;
  Net& operator=(Net&&) noexcept;
  ~Net();

  [[nodiscard]] static std::size_t threads_in_force();

  // As many outputs as inputs.
  void infer(std::span<const NetInput> inputs, std::span<NetOutput> outputs);

 private:
  struct Layers;
  std::unique_ptr<Layers> layers_;
};

}  // namespace luft::ml
