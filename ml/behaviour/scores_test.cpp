// Scores against values worked out by hand.
#include "ml/behaviour/scores.h"

#include <gtest/gtest.h>

#include <cmath>

namespace luft::ml {
namespace {

// Of the 2 x 2 pairs the open one is ahead in 2, tied in 1, behind in 1.
const std::vector<Judged> kFour{{0.2, false, 0}, {0.4, true, 0}, {0.4, false, 0}, {0.1, true, 0}};

TEST(Scores, CountTiesAsHalfWon) {
  EXPECT_DOUBLE_EQ(score(kFour).auc, 1.5 / 4);
}

TEST(Scores, AreThoseWorkedOutByHand) {
  const Scores scores = score(kFour);
  EXPECT_NEAR(scores.brier, (0.04 + 0.36 + 0.16 + 0.81) / 4, 1e-12);
  EXPECT_NEAR(scores.log_loss, -(std::log(0.8) + std::log(0.4) + std::log(0.6) + std::log(0.1)) / 4,
              1e-12);
  // Bins 0.1.., 0.2.., 0.4..: said 0.1, 0.2, 0.8; happened 1, 0, 1.
  EXPECT_NEAR(scores.ece, (0.9 + 0.2 + 0.2) / 4, 1e-12);
}

TEST(Scores, OfWindowsThatAreAllAlikeSayNothingOfOrder) {
  const std::vector<Judged> open{{0.2, true, 0}, {0.9, true, 0}};
  EXPECT_TRUE(std::isnan(score(open).auc));
  EXPECT_TRUE(std::isnan(score(open).within_city_auc));
  EXPECT_FALSE(std::isnan(score(open).brier));
}

TEST(Scores, WithinCitiesDoNotRewardKnowingWhichCityItIs) {
  const std::vector<Judged> all{{0.1, false, 0}, {0.1, true, 0}, {0.9, true, 1},
                                {0.9, false, 1}, {0.9, true, 1}, {0.1, false, 0}};
  EXPECT_GT(score(all).auc, 0.5);
  EXPECT_DOUBLE_EQ(score(all).within_city_auc, 0.5);
}

TEST(Scores, WithinCitiesLeaveOutCitiesTooSmallToTellWhereOthersAreLargeEnough) {
  std::vector<Judged> all{{0.9, false, 1}, {0.1, true, 1}};  // a small city, all wrong
  for (int i = 0; i < 60; ++i) {
    all.push_back({0.7, true, 0});
    all.push_back({0.3, false, 0});
  }
  EXPECT_DOUBLE_EQ(score(all).within_city_auc, 1);
}

TEST(Scores, CountACityAsOftenAsTheyAreTold) {
  std::vector<Judged> all{{0.2, false, 0}, {0.8, false, 1}};
  EXPECT_NEAR(score(all, std::vector<double>{3, 1}).brier, (3 * 0.04 + 0.64) / 4, 1e-12);
  EXPECT_NEAR(score(all, std::vector<double>{1, 0}).brier, 0.04, 1e-12);
}

TEST(ScoreIntervals, HoldTheScoreAndAreTheSameForTheSameSeed) {
  std::vector<Judged> all;
  for (std::size_t city = 0; city < 8; ++city) {
    for (int i = 0; i < 20; ++i) {
      all.push_back({0.1 + 0.1 * static_cast<double>(city), i % 7 < static_cast<int>(city), city});
    }
  }
  const Scores scores = score(all);
  const ScoreIntervals intervals = bootstrap(all, 1);
  EXPECT_LT(intervals.low.auc, scores.auc);
  EXPECT_GT(intervals.high.auc, scores.auc);
  EXPECT_LT(intervals.low.brier, scores.brier);
  EXPECT_GT(intervals.high.brier, scores.brier);
  EXPECT_EQ(bootstrap(all, 1).low.brier, intervals.low.brier);
  EXPECT_NE(bootstrap(all, 2).low.brier, intervals.low.brier);
}

TEST(ScoreIntervals, AreWiderThanRowsAloneWouldSay) {
  std::vector<Judged> all;  // two cities, each all the same: 200 rows are two observations
  for (int i = 0; i < 100; ++i) {
    all.push_back({0.5, true, 0});
    all.push_back({0.9, false, 1});
  }
  const ScoreIntervals intervals = bootstrap(all, 1);
  EXPECT_NEAR(intervals.low.brier, 0.25, 1e-12);
  EXPECT_NEAR(intervals.high.brier, 0.81, 1e-12);
}

}  // namespace
}  // namespace luft::ml
