#include "firmware/core/motion/travel_map.h"

#include <gtest/gtest.h>

#include <vector>

namespace luft::firmware {
namespace {

constexpr TravelMap::Point kArm[] = {{0, 0}, {5, 30}, {60, 70}, {100, 100}};

TEST(TravelMap, IsEvenUnlessMeasured) {
  const TravelMap map;
  for (double opening = 0; opening <= 100; opening += 12.5) {
    EXPECT_DOUBLE_EQ(map.travel_pct(opening), opening);
    EXPECT_DOUBLE_EQ(map.opening_pct(opening), opening);
  }
}

TEST(TravelMap, GoesStraightBetweenMeasuredPoints) {
  const TravelMap map(kArm);
  EXPECT_DOUBLE_EQ(map.travel_pct(5), 30);
  EXPECT_DOUBLE_EQ(map.travel_pct(2.5), 15);
  EXPECT_DOUBLE_EQ(map.travel_pct(80), 85);
  for (double opening = 0; opening <= 100; ++opening) {
    EXPECT_NEAR(map.opening_pct(map.travel_pct(opening)), opening, 1e-9);
  }
}

TEST(TravelMap, SaysWhereItIsSteepest) {
  EXPECT_DOUBLE_EQ(TravelMap{}.steepest(), 1);
  EXPECT_DOUBLE_EQ(TravelMap(kArm).steepest(), 6);
}

TEST(TravelMap, HoldsWhatIsBeyondAtTheEnd) {
  const TravelMap map(kArm);
  EXPECT_EQ(map.travel_pct(-10), 0);
  EXPECT_EQ(map.travel_pct(140), 100);
}

TEST(TravelMap, RefusesPointsThatDoNotRiseFromEndToEnd) {
  using Points = std::vector<TravelMap::Point>;
  EXPECT_TRUE(TravelMap::is_valid(kArm));
  EXPECT_FALSE(TravelMap::is_valid({}));
  EXPECT_FALSE(TravelMap::is_valid(Points{{0, 0}}));
  EXPECT_FALSE(TravelMap::is_valid(Points{{0, 0}, {50, 60}}));
  EXPECT_FALSE(TravelMap::is_valid(Points{{0, 10}, {100, 100}}));
  EXPECT_FALSE(TravelMap::is_valid(Points{{0, 0}, {50, 60}, {50, 70}, {100, 100}}));
  EXPECT_FALSE(TravelMap::is_valid(Points{{0, 0}, {40, 60}, {50, 60}, {100, 100}}));
  EXPECT_FALSE(TravelMap::is_valid(Points(9, {0, 0})));
}

}  // namespace
}  // namespace luft::firmware
