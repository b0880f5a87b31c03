// Whom the model learns from in the judge, and that the judge says the same however it is run.
#include "ml/training/simulated_people.h"

#include <gtest/gtest.h>

#include <string>

#include "ml/model/artifact.h"
#include "ml/training/learning_judge.h"

namespace luft::ml {
namespace {

Model shipped_model() {
  return load_model(std::string(LUFT_SOURCE_DIR) + "/ml/default_model").value();
}

class SimulatedPeople : public testing::Test {
 protected:
  Lived live(const Stay& stay) { return live_with_people(episode_, predictor_, stay); }

  const Model model_ = shipped_model();
  Predictor predictor_{model_};
  Episode episode_ = [] {
    auto episode = make_episode(5'500'000'001, 4, {.climate = 1, .season = 2});
    set_taste(episode, {.warmer_k = -3});
    return episode;
  }();
};

TEST_F(SimulatedPeople, TakeTheWindowIntoTheirHandsWhereTheyLikeItOtherwise) {
  const Lived by_hand = live({.days_before = 1});
  EXPECT_GT(by_hand.overrides, 0);
  EXPECT_LT(by_hand.cost, live({.days_before = 1, .hand_counted = Hand::none}).cost);
}

TEST_F(SimulatedPeople, NeverDoSoWhenTheyLeaveItToTheModel) {
  EXPECT_EQ(live({.days_before = 1, .hand = Hand::none, .hand_counted = Hand::none}).overrides, 0);
}

TEST_F(SimulatedPeople, DoSoLessWhereTheModelKnowsTheirTaste) {
  EXPECT_LT(live({.learns = Learns::told, .days_before = 0}).overrides,
            live({.days_before = 0}).overrides);
}

TEST(LearningJudge, SaysTheSameHoweverManyThreads) {
  const Model model = shipped_model();
  LearningOptions options{.homes = 3, .days_before = 1, .days = 2};
  const auto alone = judge_learning(model, options);
  options.threads = 2;
  const auto shared = judge_learning(model, options);
  ASSERT_EQ(alone.people.size(), shared.people.size());
  for (std::size_t i = 0; i < alone.people.size(); ++i) {
    EXPECT_EQ(alone.people[i].cases, shared.people[i].cases);
    EXPECT_EQ(alone.people[i].learned_cost_per_day, shared.people[i].learned_cost_per_day);
  }
  EXPECT_EQ(alone.at_random.twin_cost_per_day, shared.at_random.twin_cost_per_day);
}

}  // namespace
}  // namespace luft::ml
