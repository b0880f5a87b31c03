// The rules within which every decision stays.
#include "ml/comfort_limits.h"

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

double least(const contract::InferenceRequest& request) {
  return comfort_limits(request).least_pct;
}
double most(const contract::InferenceRequest& request) {
  return comfort_limits(request).most_pct;
}

TEST(ComfortLimits, OpenAWarmRoomAsFarAsItIsTooWarmUpToHalf) {
  // At 15 °C outdoors the band ends at 26.75 °C.
  EXPECT_EQ(least(room(26.7, 15)), 0);
  EXPECT_NEAR(least(room(28.75, 15)), 30, 1e-9);
  EXPECT_EQ(least(room(33, 15)), 50);
}

TEST(ComfortLimits, AskNothingOfAWarmRoomWhenOpeningWouldNotCoolOrItRains) {
  EXPECT_EQ(least(room(33, 32)), 0);
  auto rainy = room(30, 15);
  rainy.rain_mm_per_h = 0.5;
  EXPECT_EQ(least(rainy), 0);
}

TEST(ComfortLimits, KeepAWarmRoomAjarThatKnowsNothingOfTheOutdoors) {
  auto unknown = room(30, 15);
  unknown.outdoor_temp_c.reset();
  EXPECT_EQ(least(unknown), 10);
  unknown.temp_c = 26;
  EXPECT_EQ(least(unknown), 0);
}

TEST(ComfortLimits, KeepADampRoomAjarUnlessTheOutdoorsIsNoDrier) {
  auto damp = room(21, 20);
  damp.humidity_pct = 80;
  damp.outdoor_humidity_pct = 60;
  EXPECT_EQ(least(damp), 10);
  EXPECT_EQ(comfort_limits(damp).why_least, ComfortLimits::Why::humidity);
  damp.outdoor_humidity_pct = 95;
  EXPECT_EQ(least(damp), 0);
  damp.outdoor_humidity_pct.reset();  // might be saturated
  EXPECT_EQ(least(damp), 0);
  damp.outdoor_temp_c.reset();
  EXPECT_EQ(least(damp), 10);
}

TEST(ComfortLimits, CloseACoolRoomDownToAjar) {
  // At 15 °C outdoors the band begins at 19.75 °C.
  EXPECT_EQ(most(room(18, 15)), 10);
  EXPECT_EQ(most(room(18.75, 15)), 10);
  EXPECT_NEAR(most(room(20.75, 15)), 50, 1e-9);
  EXPECT_EQ(most(room(24, 15)), 100);
  EXPECT_EQ(most(room(18, 17)), 100);  // hardly cooler outside
  auto unknown = room(18, 15);
  unknown.outdoor_temp_c.reset();
  EXPECT_EQ(most(unknown), 100);
}

TEST(ComfortLimits, ShutEveryWindowInRainAndStorms) {
  auto weather = room(33, 15);
  weather.humidity_pct = 90;
  weather.rain_mm_per_h = 0.1;  // drizzle
  weather.wind_speed_m_s = 13;
  EXPECT_EQ(most(weather), 100);
  weather.rain_mm_per_h = 0.2;
  EXPECT_EQ(most(weather), 0);
  EXPECT_EQ(least(weather), 0);
  weather.rain_mm_per_h = 0;
  weather.wind_speed_m_s = 14;
  EXPECT_EQ(most(weather), 0);
  EXPECT_EQ(least(weather), 0);
}

TEST(ComfortLimits, MoveWithTheTasteOfTheHousehold) {
  EXPECT_EQ(comfort_limits(room(28.75, 15), 2).least_pct, 0);
  EXPECT_NEAR(comfort_limits(room(28.75, 15), -1).least_pct, 45, 1e-9);
}

TEST(ComfortLimits, NeverAskForMoreThanTheyAllow) {
  for (double outdoor_c = -15; outdoor_c < 40; outdoor_c += 2.5) {
    for (double temp_c = 5; temp_c < 40; temp_c += 0.5) {
      auto damp = room(temp_c, outdoor_c);
      damp.humidity_pct = 90;
      EXPECT_LE(least(damp), most(damp)) << temp_c << " inside, " << outdoor_c << " outside";
    }
  }
}

}  // namespace
}  // namespace luft::ml
