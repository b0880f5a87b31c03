// Trains a model from nothing but the simulator: practice under mixed behaviours, then rounds of
// practice on the situations that the model itself reaches, then calibration on other homes.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "ml/model/model.h"

namespace luft::ml {

// Homes are numbered by use, so that no home is both trained and judged on.
inline constexpr std::uint64_t kTrainingHomes = 1'000'000;
inline constexpr std::uint64_t kCalibrationHomes = 2'000'000;
inline constexpr std::uint64_t kEvaluationHomes = 3'000'000;

struct TrainingOptions {
  std::uint64_t seed = 1;
  std::string version = "0.1.0";
  std::size_t first_episodes = 240;  // of two days each
  std::size_t rounds = 4;            // of practice on its own
  std::size_t round_episodes = 100;
  std::size_t calibration_episodes = 80;
  std::size_t epochs = 12;  // over all examples so far, in each round
};

struct TrainingProgress {
  std::string stage;  // "practice", "round 1", …
  std::size_t examples = 0;
  double first_loss = 0;  // mean of the first epoch of this stage
  double last_loss = 0;
};

// Deterministic by seed and options. `report` is called after each stage. Takes three to four
// minutes of one core with these options: most of it the teacher's, and trying out the own next
// moves.
[[nodiscard]] Model train(const TrainingOptions& options,
                          const std::function<void(const TrainingProgress&)>& report);

}  // namespace luft::ml
