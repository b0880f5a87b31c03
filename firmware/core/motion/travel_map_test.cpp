#include "firmware/core/motion/travel_map.h"

#include <gtest/gtest.h>

#include <vector>

namespace luft::firmware {
namespace {

constexpr TravelMap::Point kArm[] = {{0, 0}, {5, 30}, {60, 70}, {100, 100}};

TEST(TravelMap, IsEvenUnlessMeasured) {
  const TravelMap map;
  for (int eighth = 0; eighth <= 8; ++eighth) {
    const double opening = 12.5 * eighth;
    EXPECT_DOUBLE_EQ(map.travel_pct(opening), opening);
    EXPECT_DOUBLE_EQ(map.opening_pct(opening), opening);
  }
}

TEST(TravelMap, GoesStraightBetweenMeasuredPoints) {
  const TravelMap map(kArm);
  EXPECT_DOUBLE_EQ(map.travel_pct(5), 30);
  EXPECT_DOUBLE_EQ(map.travel_pct(2.5), 15);
  EXPECT_DOUBLE_EQ(map.travel_pct(80), 85);
  for (int opening = 0; opening <= 100; ++opening) {
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

TEST(TravelMap, IsReadAsAPersonWritesIt) {
  const auto arm = TravelMap::from_text(" 5:30  60:70 ");
  ASSERT_TRUE(arm);
  EXPECT_DOUBLE_EQ(arm->travel_pct(2.5), 15);
  EXPECT_DOUBLE_EQ(arm->travel_pct(60), 70);
  EXPECT_DOUBLE_EQ(arm->travel_pct(80), 85);
  EXPECT_DOUBLE_EQ(TravelMap::from_text("")->travel_pct(40), 40);
  EXPECT_TRUE(TravelMap::from_text("10:15 20:25 30:35 40:45 50:55 60:65"));
  for (const char* text :
       {"5", "5:", ":30", "5:30,60:70", "5:30 60", "60:70 5:30", "5:30 60:30", "0:10", "5:100",
        "5:30x", "-5:30", "5.5:30", "10:15 20:25 30:35 40:45 50:55 60:65 70:75"}) {
    EXPECT_FALSE(TravelMap::from_text(text)) << text;
  }
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
