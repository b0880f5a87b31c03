// Teaching the net, in two parts. No Torch in this header.
//
// PolicyTraining: memory and decisions. Homes are lived in for some hours, and what that cost is
// followed backwards through every decision, every room's physics and every memory to the weights
// (backpropagation through time, with the room's own derivatives: training/response.h). Beside the
// cost, the estimates of what no sensor shows are held against the truth.
// JudgementTraining: what the teacher would have done, and which positions would have been nearly
// as good, in the situations that the finished policy gets itself into.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>

#include "ml/model/net.h"
#include "ml/training/rehearsal.h"

namespace luft::ml {

inline constexpr std::size_t kWindowDecisions = 64;  // followed backwards: 16 hours

struct PolicyLosses {
  double cost_per_day = 0;  // heating in full, not only what airing added
  double truth = 0;
};

class PolicyTraining {
 public:
  explicit PolicyTraining(const Weights& weights, std::size_t homes);
  ~PolicyTraining();

  // Lives kWindowDecisions further in all homes, then takes one step of Adam.
  PolicyLosses step(Rehearsal& rehearsal, const Normalisation& normalisation, double learning_rate,
                    double truth_share);

  [[nodiscard]] Weights weights() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

using Joined = std::array<float, kJoinedCount>;  // input, then memory after it

// What one situation teaches: the teacher's cost of each position above the best one's.
struct Lesson {
  std::array<float, kPositionCount> regret{};
  std::int64_t best = 0;  // index of the teacher's position
};

class JudgementTraining {
 public:
  explicit JudgementTraining(const Weights& weights);
  ~JudgementTraining();

  // One step of AdamW on the judging layers alone; returns the loss before it: cross-entropy of
  // `likely` + binary cross-entropy of `acceptable`.
  double step(std::span<const Joined> inputs, std::span<const Lesson> lessons,
              double learning_rate);

  [[nodiscard]] Weights weights() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace luft::ml
