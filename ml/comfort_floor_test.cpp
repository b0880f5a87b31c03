// The rule below which no decision falls.
#include "ml/comfort_floor.h"

#include <gtest/gtest.h>

namespace luft::ml {
namespace {

contract::InferenceRequest room(double temp_c, double outdoor_c) {
  contract::InferenceRequest request;
  request.temp_c = temp_c;
  request.humidity_pct = 50;
  request.outdoor_temp_c = outdoor_c;
  return request;
}

TEST(ComfortFloor, OpensAWarmRoomAsFarAsItIsTooWarmUpToHalf) {
  // At 15 °C outdoors the band ends at 26.75 °C; the floor begins 2 K below.
  EXPECT_EQ(comfort_floor_pct(room(24.7, 15)), 0);
  EXPECT_NEAR(comfort_floor_pct(room(26.75, 15)), 24, 1e-9);
  EXPECT_EQ(comfort_floor_pct(room(33, 15)), 50);
}

TEST(ComfortFloor, LeavesTheWindowShutWhenOpeningWouldNotCoolOrItRainsOrNobodyKnows) {
  EXPECT_EQ(comfort_floor_pct(room(33, 32)), 0);
  auto rainy = room(30, 15);
  rainy.rain_mm_per_h = 0.5;
  EXPECT_EQ(comfort_floor_pct(rainy), 0);
  auto unknown = room(30, 15);
  unknown.outdoor_temp_c.reset();
  EXPECT_EQ(comfort_floor_pct(unknown), 0);
}

TEST(ComfortFloor, NeverOpensACoolRoom) {
  for (double temp_c = 10; temp_c < 22; temp_c += 0.5) {
    EXPECT_EQ(comfort_floor_pct(room(temp_c, -5)), 0) << temp_c;
  }
}

}  // namespace
}  // namespace luft::ml
