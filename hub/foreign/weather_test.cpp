#include "hub/foreign/weather.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using contract::Metric;
using namespace std::chrono_literals;

constexpr SteadyTime kNow{1h};
const auto kBalcony = contract::DeviceId::cut("balcony");
const auto kKitchen = contract::DeviceId::cut("kitchen");

TEST(Weather, IsNoHazardWhileNothingIsKnown) {
  EXPECT_FALSE(Weather{10min}.hazards(kNow).reason());
}

TEST(Weather, RainBeginsAndEndsAtDifferentLevels) {
  Weather weather{10min};
  weather.on_reading(kBalcony, Metric::rain, 0.1, kNow);
  EXPECT_FALSE(weather.hazards(kNow).reason());
  weather.on_reading(kBalcony, Metric::rain, 0.2, kNow);
  EXPECT_EQ(weather.hazards(kNow).reason(), "hazard: rain");
  weather.on_reading(kBalcony, Metric::rain, 0.1, kNow);
  EXPECT_EQ(weather.hazards(kNow).reason(), "hazard: rain");
  weather.on_reading(kBalcony, Metric::rain, 0, kNow);
  EXPECT_FALSE(weather.hazards(kNow).reason());
}

TEST(Weather, StormIsGraverThanRainAndTheWorstSensorCounts) {
  Weather weather{10min};
  weather.on_reading(kBalcony, Metric::rain, 3, kNow);
  weather.on_reading(kBalcony, Metric::wind_speed, 2, kNow);
  weather.on_reading(kKitchen, Metric::wind_speed, 14, kNow);
  EXPECT_EQ(weather.hazards(kNow).reason(), "hazard: storm");
}

TEST(Weather, FrostIsTheColdestRoomSensors) {
  Weather weather{10min};
  weather.on_reading(kBalcony, Metric::temperature, 18, kNow);
  weather.on_reading(kKitchen, Metric::temperature, 3.9, kNow);
  EXPECT_EQ(weather.hazards(kNow).reason(), "hazard: frost in the room");
  weather.on_reading(kKitchen, Metric::temperature, 5.5, kNow);
  EXPECT_TRUE(weather.hazards(kNow).reason());
  weather.on_reading(kKitchen, Metric::temperature, 6.1, kNow);
  EXPECT_FALSE(weather.hazards(kNow).reason());
}

TEST(Weather, ASilentSensorEndsItsHazard) {
  Weather weather{10min};
  weather.on_reading(kBalcony, Metric::rain, 3, kNow);
  EXPECT_TRUE(weather.hazards(kNow + 10min).reason());
  EXPECT_FALSE(weather.hazards(kNow + 10min + 1s).reason());
}

}  // namespace
}  // namespace luft::hub
