// Teaching the net, one batch at a time. No Torch in this header.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "ml/model/net.h"

namespace luft::ml {

// What the teacher says of one situation: the cost of each position above the best one's.
struct Lesson {
  std::array<float, kPositionCount> regret{};
  std::int64_t best = 0;  // index of the teacher's position
};

class NetTraining {
 public:
  explicit NetTraining(const Weights& weights);
  ~NetTraining();

  // One step of AdamW; returns the loss before it: expected regret of `choice` + cross-entropy of
  // `likely` against the teacher's position + binary cross-entropy of `acceptable`.
  double step(std::span<const NetInput> inputs, std::span<const Lesson> lessons,
              double learning_rate);

  [[nodiscard]] Weights weights() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace luft::ml
