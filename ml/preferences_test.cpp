// What a household says it prefers is what it gets more of: each word of `ml.preferences`, from the
// setting through the model that ships to a simulated life, spares most what its name says.
#include <gtest/gtest.h>

#include <string>

#include "ml/household.h"
#include "ml/model/artifact.h"
#include "ml/training/living.h"
#include "ml/training/trainer.h"

namespace luft::ml {
namespace {

using runtime::Preferences;

// What living there came to, in amounts and not in what a household makes of them: degree-hours,
// stale air and noise, each as most people weigh it.
rooms::CostTerms amounts_under(Preferences preferences) {
  static const Model kModel =
      load_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model").value();
  runtime::Settings settings;
  settings.ml.preferences = preferences;
  const Taste taste = household_taste(settings);
  Predictor predictor(kModel);
  rooms::CostTerms sum;
  constexpr std::size_t kHomes = 32;
  for (std::size_t home = 0; home < kHomes; ++home) {
    Episode episode = make_episode(kEvaluationHomes + 900 * kHomesPerSeed + home, 3, setting(home));
    episode.taste = taste;  // of which the weights that count know nothing
    sum += live_by_model(episode, predictor, kit_of(KitKind::outdoors), {});
  }
  return sum;
}

TEST(Preferences, SpareMostWhatTheirNameSays) {
  const auto balanced = amounts_under(Preferences::balanced);
  const auto quiet = amounts_under(Preferences::quiet);
  const auto fresh = amounts_under(Preferences::fresh);
  const auto warm = amounts_under(Preferences::warm);
  for (const auto& other : {balanced, fresh, warm}) EXPECT_LT(quiet.noise, 0.95 * other.noise);
  for (const auto& other : {balanced, quiet, warm}) EXPECT_LT(fresh.air, 0.95 * other.air);
  for (const auto& other : {balanced, quiet, fresh}) {
    EXPECT_LT(warm.temperature, 0.98 * other.temperature);
  }
}

}  // namespace
}  // namespace luft::ml
