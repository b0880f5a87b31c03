// Situations with the teacher's lesson: what the net learns from.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "contract/inference.h"
#include "ml/model/net_training.h"
#include "ml/predictor.h"
#include "ml/training/rules.h"
#include "ml/training/teacher.h"
#include "rooms/chance.h"

namespace luft::ml {

// What a room can measure. Rooms are trained and judged with different kits, so that the model is
// good with the three inputs alone and better with more.
struct Kit {
  bool volume = true;
  bool position = true;
  bool trends = true;
  bool time = true;
  bool outdoors = true;
  bool rain_and_wind = true;
  bool co2 = true;
};

struct Example {
  contract::InferenceRequest request;  // with everything that can be measured
  Lesson lesson;
  Kit kit;  // through which whoever behaved saw it
};

enum class KitKind : std::uint8_t { three, outdoors, all };

[[nodiscard]] Kit kit_of(KitKind kind);
[[nodiscard]] Kit random_kit(rooms::Chance& chance);
[[nodiscard]] contract::InferenceRequest with_kit(contract::InferenceRequest request,
                                                  const Kit& kit);

// Lives through an episode under a mixture of behaviours (teacher, rules, random holds), a
// different share in each episode, and asks the teacher everywhere. Deterministic by seed.
[[nodiscard]] std::vector<Example> practise_mixed(const Episode& episode, std::uint64_t seed);

// Lives through an episode as `learner` would, seeing through a random kit; sometimes a random
// move, sometimes the teacher's, so that recovering is learned too (DAgger; Ross et al. 2011). What
// each position costs is asked twice: of the teacher, and by letting the learner itself go on from
// it for three hours. The teacher forgives a closed window, since it would open it a quarter of an
// hour later; a learner in doubt would not, and has to know that.
[[nodiscard]] std::vector<Example> practise_own(const Episode& episode, std::uint64_t seed,
                                                Predictor& learner);

}  // namespace luft::ml
