// Who may take whose place.
#include "ml/versions/champion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace luft::ml {
namespace {

using ::testing::HasSubstr;

Model measured(double three_cost, double outdoors_cost) {
  Model model;
  model.metrics = {{"three_inputs_cost_per_day", three_cost},
                   {"three_inputs_reliability_error", 0.02},
                   {"three_inputs_coverage", 0.9},
                   {"with_outdoors_cost_per_day", outdoors_cost},
                   {"with_outdoors_reliability_error", 0.02},
                   {"with_outdoors_coverage", 0.9}};
  return model;
}

TEST(Challenger, TakesThePlaceWhenItIsClearlyBetterInOneAndNoWorseInTheOther) {
  const auto verdict = judge_challenger(measured(7, 5.5), measured(7, 6));
  EXPECT_TRUE(verdict.is_better);
  EXPECT_THAT(verdict.reason, HasSubstr("5.500 against 6.000"));
}

TEST(Challenger, IsKeptBackWhenItIsNotClearlyBetter) {
  EXPECT_FALSE(judge_challenger(measured(7, 5.99), measured(7, 6)).is_better);
}

TEST(Challenger, IsKeptBackWhenOneOfTwoIsWorse) {
  const auto verdict = judge_challenger(measured(7.1, 5), measured(7, 6));
  EXPECT_FALSE(verdict.is_better);
  EXPECT_THAT(verdict.reason, HasSubstr("three_inputs_cost_per_day 7.100 against 7.000"));
}

TEST(Challenger, IsKeptBackWhenItsConfidenceOrIntervalsMeanLess) {
  auto challenger = measured(5, 5);
  challenger.metrics["with_outdoors_reliability_error"] = 0.05;
  EXPECT_FALSE(judge_challenger(challenger, measured(7, 6)).is_better);
  challenger = measured(5, 5);
  challenger.metrics["three_inputs_coverage"] = 0.8;
  EXPECT_FALSE(judge_challenger(challenger, measured(7, 6)).is_better);
}

TEST(Challenger, IsKeptBackWhenAFigureIsMissingOrNoNumber) {
  auto challenger = measured(5, 5);
  challenger.metrics.erase("three_inputs_coverage");
  EXPECT_THAT(judge_challenger(challenger, measured(7, 6)).reason, HasSubstr("not measured"));
  challenger = measured(std::numeric_limits<double>::quiet_NaN(), 5);
  EXPECT_FALSE(judge_challenger(challenger, measured(7, 6)).is_better);
}

}  // namespace
}  // namespace luft::ml
