// A home's answer is the one its walk gives, and its slopes are those one gets by trying.
#include "ml/training/response.h"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

namespace luft::ml {
namespace {

float value(const Response& response, Effect effect) {
  return response.values[static_cast<std::size_t>(effect)];
}

TEST(Response, IsWhatLivingGives) {
  const auto episode = make_episode(5, 1);
  Walk walk(episode);
  walk.go_on(0.2);
  const auto response = respond(episode, walk.decision(), walk.state(), 0.4);
  const auto cost = walk.go_on(0.4);
  EXPECT_NEAR(value(response, Effect::cost), cost.total() - cost.motor, 1e-5);
  EXPECT_NEAR(value(response, Effect::air_temp_c), walk.state().air_temp_c, 1e-4);
  EXPECT_NEAR(value(response, Effect::co2_ppm), walk.state().co2_ppm, 1e-2);
  // What the sensors show is that, with their errors.
  EXPECT_NEAR(value(response, Effect::seen_temp_c), walk.request().temp_c,
              std::abs(episode.errors.temp_c) + 0.2);
  EXPECT_NEAR(value(response, Effect::seen_sound_dba), *walk.request().volume_dba,
              std::abs(episode.errors.sound_db) + 2);
}

TEST(Response, KnowsHowItWouldChangeWithStateAndOpening) {
  int compared = 0;
  for (std::uint64_t home = 0; home < 20; ++home) {
    const auto episode = make_episode(home, 1);
    const Walk walk(episode, 40);
    const rooms::RoomState state = walk.state();
    const auto response = respond(episode, 40, state, 0.3);
    const auto tried = [&](std::size_t variable, double step) {
      rooms::RoomState moved = state;
      double opening = 0.3;
      *std::array{&moved.air_temp_c, &moved.mass_temp_c, &moved.vapour_kg_m3, &moved.co2_ppm,
                  &opening}[variable] += step;
      return respond(episode, 40, moved, opening);
    };
    constexpr std::array kSteps{1e-2, 1e-2, 1e-5, 1.0, 1e-3};
    for (std::size_t variable = 0; variable < kVariableCount; ++variable) {
      const auto more = tried(variable, kSteps[variable]);
      const auto less = tried(variable, -kSteps[variable]);
      for (const auto effect : {Effect::air_temp_c, Effect::mass_temp_c, Effect::co2_ppm}) {
        const auto i = static_cast<std::size_t>(effect);
        const double slope = double(more.values[i] - less.values[i]) / (2 * kSteps[variable]);
        // Single precision, some steps long: a number near 1,000 is known to 6e-4.
        const double error = 6e-7 * std::abs(double(response.values[i])) / kSteps[variable];
        // Something switches within the step (a person gets up, heating starts): no slope to
        // compare.
        const double ahead = double(more.values[i] - response.values[i]) / kSteps[variable];
        if (std::abs(ahead - slope) > 2 * error + 0.01 * std::abs(slope)) continue;
        ++compared;
        EXPECT_NEAR(response.slopes[i][variable], slope, error + 0.02 * std::abs(slope))
            << "home " << home << " effect " << i << " variable " << variable;
      }
    }
  }
  EXPECT_GT(compared, 270);  // of 300
}

}  // namespace
}  // namespace luft::ml
