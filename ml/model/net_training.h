// Teaching the net, one batch at a time. No Torch in this header.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "ml/model/net.h"

namespace luft::ml {

// What one situation teaches: the cost of each position above the best one's.
struct Lesson {
  std::array<float, kPositionCount> regret{};      // when the teacher goes on from there
  std::array<float, kPositionCount> own_regret{};  // when the learner itself does
  std::int64_t best = 0;                           // index of the teacher's position
};

class NetTraining {
 public:
  explicit NetTraining(const Weights& weights);
  ~NetTraining();

  // One step of AdamW; returns the loss before it: expected own regret of `choice` + cross-entropy
  // of `likely` against the teacher's position + binary cross-entropy of `acceptable` against the
  // teacher's regret.
  double step(std::span<const NetInput> inputs, std::span<const Lesson> lessons,
              double learning_rate);

  [[nodiscard]] Weights weights() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace luft::ml
