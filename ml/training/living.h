// A whole episode under one policy, and what it cost.
#pragma once

#include <functional>

#include "ml/predictor.h"
#include "ml/training/episode.h"
#include "ml/training/kit.h"
#include "ml/training/rules.h"
#include "ml/training/teacher.h"

namespace luft::ml {

// Home `i` of a series that is spread evenly over climates and seasons.
[[nodiscard]] Setting setting(std::size_t i);

[[nodiscard]] rooms::CostTerms live_by_rule(const Episode& episode, const Policy& policy,
                                            const Kit& kit);
[[nodiscard]] rooms::CostTerms live_as_teacher(const Episode& episode);

// The heating that no policy can save, in the units of cost: what is above it counts.
[[nodiscard]] double heating_when_closed(const Episode& episode);

// The model begins each episode without any memory. `watch`, when given, sees each decision before
// the window moves.
using Watch = std::function<void(const Walk&, const Decision&)>;
[[nodiscard]] rooms::CostTerms live_by_model(const Episode& episode, Predictor& predictor,
                                             const Kit& kit, const Watch& watch);

}  // namespace luft::ml
