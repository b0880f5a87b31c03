// Trains a model from nothing but the simulator: the policy by living in many homes at once, then
// its judgement of itself against the teacher in the situations it gets itself into, then
// calibration on other homes.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "ml/model/model.h"

namespace luft::ml {

// Homes are numbered by use, so that no home is both trained and judged on.
inline constexpr std::uint64_t kTrainingHomes = 1'000'000'000;
inline constexpr std::uint64_t kJudgementHomes = 2'000'000'000;
inline constexpr std::uint64_t kCalibrationHomes = 3'000'000'000;
inline constexpr std::uint64_t kTuningHomes = 4'000'000'000;  // of the rules
inline constexpr std::uint64_t kEvaluationHomes = 5'000'000'000;
inline constexpr std::uint64_t kHomesPerSeed = 1'000'000;

struct TrainingOptions {
  std::uint64_t seed = 1;
  std::string version{};
  std::size_t updates = 3'000;           // of the policy: each 16 hours in all homes
  std::size_t homes = 96;                // lived in at a time
  std::size_t judgement_episodes = 240;  // of two days each
  std::size_t judgement_epochs = 10;
  std::size_t calibration_episodes = 160;
  std::optional<std::size_t> without_climate{};  // leaves one out, to see how that is missed
};

struct TrainingProgress {
  std::string stage;  // "policy 500/3000", "judgement", …
  std::size_t decisions = 0;
  double cost_per_day = 0;  // of the policy, over the last updates
  double loss = 0;          // of the estimates, or of the judgement
};

// `version` is only kept in the model. Deterministic by seed and options. `report` is called now
// and then.
[[nodiscard]] Model train(const TrainingOptions& options,
                          const std::function<void(const TrainingProgress&)>& report);

}  // namespace luft::ml
