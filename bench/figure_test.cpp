// Tests of how figures are judged.
#include "bench/figure.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::bench {
namespace {

Figure three_rounds() {
  return {.name = "hub/x",
          .unit = "1/s",
          .against = "a peer",
          .rounds = {80, 90, 10},
          .against_rounds = {100, 100, 100},
          .goal = Goal::at_least,
          .goal_ratio = 0.8};
}

TEST(Figure, ComparesEachRoundWithItsPeerAndTakesTheMedian) {
  EXPECT_DOUBLE_EQ(*ratio(three_rounds()), 0.8);
  EXPECT_TRUE(holds(three_rounds()));
}

TEST(Figure, ComparesAllRoundsWithOneFixedLimit) {
  auto figure = three_rounds();
  figure.against_rounds = {50};
  figure.goal = Goal::at_most;
  figure.goal_ratio = 1;
  EXPECT_DOUBLE_EQ(*ratio(figure), 1.6);
  EXPECT_FALSE(holds(figure));
}

TEST(Figure, DoesNotHoldWhenItCouldNotBeMeasured) {
  auto figure = three_rounds();
  figure.rounds.clear();
  figure.could_not = "the broker did not start";
  EXPECT_FALSE(holds(figure));
  EXPECT_THAT(to_json_line(figure), testing::HasSubstr("the broker did not start"));
  EXPECT_THAT(to_text(figure), testing::HasSubstr("not measured"));
}

TEST(Figure, IsOneLineOfJson) {
  const auto line = to_json_line(three_rounds());
  EXPECT_THAT(line, testing::HasSubstr(R"("ratio":0.8)"));
  EXPECT_THAT(line, testing::HasSubstr(R"("holds":true)"));
  EXPECT_THAT(line, testing::Not(testing::HasSubstr("\n")));
}

}  // namespace
}  // namespace luft::bench
