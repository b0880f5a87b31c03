// Living with the model and the teacher looking on: situations that the model gets itself into,
// with what the teacher would have done there. What the judging half of the net learns from, and
// what confidence and intervals are calibrated on.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "ml/model/net_training.h"
#include "ml/predictor.h"
#include "ml/training/kit.h"
#include "ml/training/teacher.h"

namespace luft::ml {

struct Example {
  contract::InferenceRequest request;
  Joined joined{};  // what the judging half read
  NetOutput output;
  double position_pct = 0;  // that was taken
  double regret = 0;        // of that position, against the teacher
  Lesson lesson;
};

enum class Households : std::uint8_t { usual, varied };  // in their tastes

struct PracticeOptions {
  std::uint64_t first_home = 0;
  std::size_t episodes = 1;
  std::size_t days = 2;
  Households households = Households::usual;
  double random_moves = 0;  // share of decisions, so that recovering is seen as well
  std::optional<std::size_t> without_climate{};
};

// Deterministic by options and model. Rooms have random kits and tastes.
[[nodiscard]] std::vector<Example> practise(const Model& model, const PracticeOptions& options);

}  // namespace luft::ml
