// The teacher is worth listening to, and training on it works: a smoke test in seconds.
#include <gtest/gtest.h>

#include <algorithm>

#include "ml/predictor.h"
#include "ml/training/evaluation.h"
#include "ml/training/living.h"
#include "ml/training/rule_tuning.h"
#include "ml/training/trainer.h"

namespace luft::ml {
namespace {

TEST(Episode, IsTheSameForTheSameSeed) {
  const auto a = make_episode(5, 1);
  const auto b = make_episode(5, 1);
  EXPECT_EQ(a.start.air_temp_c, b.start.air_temp_c);
  EXPECT_EQ(a.moments.back().outdoors.temp_c, b.moments.back().outdoors.temp_c);
  EXPECT_NE(a.start.air_temp_c, make_episode(6, 1).start.air_temp_c);
}

TEST(Walk, ReportsTrendsOverTheLastHalfHour) {
  const auto episode = make_episode(5, 1);
  Walk walk(episode);
  EXPECT_EQ(walk.request().temp_trend_c_per_h, 0);
  const double first_c = walk.request().temp_c;
  walk.go_on(1);
  walk.go_on(1);
  // A trend is of averages: only the two single readings scatter, by at most sqrt(3) deviations.
  const double scatter_c = 2 * std::sqrt(3.0) * episode.errors.temp_scatter_c;
  EXPECT_NEAR(*walk.request().temp_trend_c_per_h, (walk.request().temp_c - first_c) / 0.5,
              scatter_c / 0.5);
}

TEST(Teacher, CostsLessThanEveryRule) {
  double taught = 0;
  const auto rules = tuned_rules(KitKind::outdoors);
  std::vector<double> ruled(rules.size());
  for (std::uint64_t seed = 0; seed < 6; ++seed) {
    const auto episode = make_episode(kEvaluationHomes + seed, 2);
    taught += live_as_teacher(episode).total();
    for (std::size_t i = 0; i < rules.size(); ++i) {
      ruled[i] += live_by_rule(episode, rules[i].policy, kit_of(KitKind::outdoors)).total();
    }
  }
  for (const double cost : ruled) EXPECT_LT(taught, 0.8 * cost);
}

TEST(Teacher, RegretsNothingOfItsOwnChoice) {
  const auto episode = make_episode(3, 1);
  Teacher teacher(episode);
  const auto advice = teacher.advise(Walk(episode));
  EXPECT_EQ(advice.regret(advice.best), 0);
  for (std::size_t i = 0; i < kPositionCount; ++i) {
    EXPECT_GE(advice.regret(i), 0);
    EXPECT_EQ(teacher.regret(Walk(episode), advice, kPositionsPct[i] / 100), advice.regret(i));
  }
  EXPECT_GE(teacher.regret(Walk(episode), advice, 0.37), 0);
}

TEST(Kit, HidesWhatTheRoomDoesNotMeasure) {
  const auto episode = make_episode(3, 1);
  const auto three = with_kit(Walk(episode).request(), kit_of(KitKind::three));
  EXPECT_FALSE(three.outdoor_temp_c || three.co2_ppm || three.rain_mm_per_h);
  EXPECT_TRUE(three.volume_dba);
  EXPECT_FALSE(with_kit(Walk(episode).request(), kit_of(KitKind::outdoors)).co2_ppm);
}

TrainingOptions tiny() {
  return {.updates = 60,
          .homes = 24,
          .judgement_episodes = 6,
          .judgement_epochs = 4,
          .calibration_episodes = 4};
}

TEST(Training, LearnsFromLivingAndBeatsAWindowThatNeverMoves) {
  std::vector<TrainingProgress> stages;
  const Model model =
      train(tiny(), [&stages](const TrainingProgress& stage) { stages.push_back(stage); });
  ASSERT_EQ(stages.size(), 4U);

  const auto evaluation = evaluate(model, {.homes = 16, .days = 1});
  EXPECT_LT(evaluation.of("model").total, 0.8 * evaluation.of("always closed").total);
  EXPECT_LT(evaluation.of("teacher").total, evaluation.of("model").total);
  EXPECT_EQ(evaluation.honesty.decisions, 16 * kDecisionsPerDay / 4);
}

TEST(Training, GivesTheSameModelForTheSameSeed) {
  TrainingOptions options = tiny();
  options.updates = 2;
  options.judgement_episodes = options.calibration_episodes = 1;
  const auto quiet = [](const TrainingProgress&) {};
  const Model once = train(options, quiet);
  const Model again = train(options, quiet);
  EXPECT_EQ(once.weights, again.weights);
  EXPECT_EQ(once.data_fingerprint, again.data_fingerprint);
  options.seed = 2;
  EXPECT_NE(train(options, quiet).weights, once.weights);
}

TEST(Evaluation, IsTheSameWithTwoThreads) {
  Model model;
  model.version = "0.0.0";
  model.weights = initial_weights(1);
  model.normalisation.deviation.fill(1);
  EvaluationOptions options{.homes = 4, .days = 1};
  const auto one = evaluate(model, options);
  options.threads = 2;
  const auto two = evaluate(model, options);
  EXPECT_EQ(one.of("model").total, two.of("model").total);
  EXPECT_EQ(one.honesty.mean_confidence, two.honesty.mean_confidence);
}

TEST(TunedRules, AreNoWorseThanAnAjarWindow) {
  const auto tuned = tune_rules({.tries = 16, .homes = 4, .days = 1});
  ASSERT_EQ(tuned.size(), rule_families().size());
  for (const auto& rule : tuned) {
    EXPECT_LE(rule.cost_per_day, tuned.front().cost_per_day) << rule.family->name;
  }
}

}  // namespace
}  // namespace luft::ml
