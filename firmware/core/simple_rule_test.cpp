#include "firmware/core/simple_rule.h"

#include <gtest/gtest.h>

#include "firmware/core/hazards.h"

namespace luft::firmware {
namespace {

RoomNow room(double temperature_c, double humidity_pct) {
  RoomNow result;
  result.temperature_c = temperature_c;
  result.humidity_pct = humidity_pct;
  return result;
}

TEST(SimpleRule, LeavesAGapWhenItKnowsNothing) {
  EXPECT_EQ(simple_rule_pct({}), 10);
}

TEST(SimpleRule, OpensAWarmRoomAndClosesAColdOne) {
  EXPECT_EQ(simple_rule_pct(room(21, 45)), 10);
  EXPECT_EQ(simple_rule_pct(room(26, 45)), 40);
  EXPECT_EQ(simple_rule_pct(room(35, 45)), 70);
  EXPECT_EQ(simple_rule_pct(room(15, 45)), 0);
}

TEST(SimpleRule, OpensForMoistureAndStaleAir) {
  EXPECT_EQ(simple_rule_pct(room(21, 80)), 40);
  RoomNow stale = room(21, 45);
  stale.co2_ppm = 1'800;
  EXPECT_EQ(simple_rule_pct(stale), 60);
}

TEST(SimpleRule, NeverOpensAColdRoomForMoisture) {
  EXPECT_EQ(simple_rule_pct(room(14, 90)), 0);
}

TEST(Hazards, BeginAndEndAtDifferentLevels) {
  Hazards hazards;
  RoomNow now;
  now.wind_m_per_s = 13;
  hazards.on_room(now);
  EXPECT_FALSE(hazards.active());
  now.wind_m_per_s = 15;
  hazards.on_room(now);
  EXPECT_EQ(hazards.active(), Hazard::storm);
  now.wind_m_per_s = 11;
  hazards.on_room(now);
  EXPECT_EQ(hazards.active(), Hazard::storm) << "a lull is not the end of a storm";
  now.wind_m_per_s = 9;
  hazards.on_room(now);
  EXPECT_FALSE(hazards.active());
}

TEST(Hazards, NameTheGravest) {
  Hazards hazards;
  RoomNow now;
  now.rain_mm_per_h = 3;
  now.temperature_c = 2;
  hazards.on_room(now);
  EXPECT_EQ(hazards.active(), Hazard::rain);
  hazards.on_smoke_input(SmokeInput::alarm);
  EXPECT_EQ(hazards.active(), Hazard::smoke);
}

TEST(Hazards, EndWhenTheirSensorFallsSilent) {
  Hazards hazards;
  RoomNow now;
  now.rain_mm_per_h = 3;
  hazards.on_room(now);
  hazards.on_room({});
  EXPECT_FALSE(hazards.active());
}

}  // namespace
}  // namespace luft::firmware
