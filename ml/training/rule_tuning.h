// Finds the numbers with which a rule does best: random tries, then tries around the best one.
#pragma once

#include <cstddef>
#include <cstdint>

#include "ml/training/kit.h"
#include "ml/training/rules.h"

namespace luft::ml {

struct TuningOptions {
  KitKind kit = KitKind::outdoors;
  std::size_t tries = 240;  // the same for each family; half of them around the best so far
  std::size_t homes = 96;   // over all climates and seasons
  std::size_t days = 2;
  std::uint64_t seed = 1;
};

struct TunedRule {
  const RuleFamily* family;
  Parameters parameters{};
  double cost_per_day = 0;  // in the homes it was tuned on; heating above a closed window's
};

[[nodiscard]] std::vector<TunedRule> tune_rules(const TuningOptions& options);

}  // namespace luft::ml
