// Sound, weather, people and comfort around the room.
#include <gtest/gtest.h>
#include <zlib.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <vector>

#include "rooms/comfort.h"
#include "rooms/humid_air.h"
#include "rooms/opening.h"
#include "rooms/simulated_room.h"
#include "rooms/sun.h"

namespace luft::rooms {
namespace {

TEST(HumidAir, SaturatesAt2339PascalAt20Degrees) {
  EXPECT_NEAR(saturation_pressure_pa(20.0), 2339, 8);  // tables: 2338.8 Pa
  EXPECT_NEAR(vapour_kg_m3(20, 50), 0.00865, 0.00003);
  EXPECT_NEAR(humidity_pct(25.0, vapour_kg_m3(25, 63)), 63, 1e-9);
}

TEST(Window, DampsByItsClosedFigureAndByTheSumOfBothPathsWhenOpen) {
  EXPECT_NEAR(attenuation_db(30, 10, 0.0), 30, 1e-12);
  EXPECT_NEAR(attenuation_db(30, 10, 1.0), -10 * std::log10(1e-3 + 0.1), 1e-12);
  EXPECT_GT(attenuation_db(30, 10, 0.1), attenuation_db(30, 10, 0.5));
}

TEST(Sound, RisesIndoorsWhenTheWindowOpensAndWhenPeopleAreThere) {
  const Home home = random_home(1);
  const Presence nobody;
  const Presence talkers{.people = 2, .sound_dba = 55};
  const double shut = intruding_sound_dba(home.room, 60, 0);
  const double open = intruding_sound_dba(home.room, 60, 1);
  EXPECT_GT(open, shut + 10);
  EXPECT_NEAR(room_sound_dba(shut, talkers), 55, 0.5);
  EXPECT_GT(room_sound_dba(open, nobody), room_sound_dba(shut, nobody));
}

TEST(Sun, StandsHighestInTheSouthAtNoonInJune) {
  const double june_noon = (171 + 0.5) * kSecondsPerDay;
  const auto sun = sun_direction(50, june_noon);
  EXPECT_NEAR(std::asin(sun.up) * 180 / 3.14159265, 90 - 50 + 23.45, 0.2);
  EXPECT_LT(sun.north, 0);
  EXPECT_LT(sun_direction(50, 171 * kSecondsPerDay).up, 0);  // midnight
}

TEST(Weather, IsTheSameForTheSameSeedAndAnotherForAnother) {
  const auto a = generate_weather(climates()[0], 7);
  const auto b = generate_weather(climates()[0], 7);
  const auto c = generate_weather(climates()[0], 8);
  EXPECT_EQ(a.hours()[4321].temp_c, b.hours()[4321].temp_c);
  EXPECT_NE(a.hours()[4321].temp_c, c.hours()[4321].temp_c);
}

TEST(Weather, HasTheClimatesMeanTemperatureSeasonsAndRain) {
  for (const auto& climate : climates()) {
    const auto weather = generate_weather(climate, 11);
    double mean = 0;
    double rainy = 0;
    double july = 0;
    for (int hour = 0; hour < kHoursPerYear; ++hour) {
      const auto& outdoors = weather.hours()[static_cast<std::size_t>(hour)];
      mean += outdoors.temp_c / kHoursPerYear;
      rainy += (outdoors.rain_mm_per_h > 0 ? 1.0 : 0.0) / kHoursPerYear;
      if (hour / 24 >= 181 && hour / 24 < 212) july += outdoors.temp_c / (31 * 24);
      ASSERT_GE(outdoors.humidity_pct, 0);
      ASSERT_LE(outdoors.humidity_pct, 100);
    }
    EXPECT_NEAR(mean, climate.mean_temp_c, 1.5) << climate.name;
    EXPECT_GT(july, mean + 0.5 * climate.seasonal_amplitude_k) << climate.name;
    EXPECT_NEAR(rainy, climate.rainy_hours, 0.7 * climate.rainy_hours) << climate.name;
  }
}

TEST(Weather, IsLinearBetweenHoursAndRepeatsEveryYear) {
  const auto weather = generate_weather(climates()[0], 7);
  const auto& hours = weather.hours();
  EXPECT_NEAR(weather.at(10.5 * 3600).temp_c, (hours[10].temp_c + hours[11].temp_c) / 2, 1e-12);
  EXPECT_EQ(weather.at(5 * 3600).temp_c, weather.at(5 * 3600 + kSecondsPerYear).temp_c);
}

class WeatherFile : public ::testing::Test {
 public:
  WeatherFile() {
    std::string pattern = (std::filesystem::temp_directory_path() / "luft-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~WeatherFile() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path write(const std::string& header, int hours, const std::string& row) {
    const auto file = folder_ / "weather.csv";
    std::ofstream out(file);
    out << header << '\n';
    for (int i = 0; i < hours; ++i) out << row << '\n';
    return file;
  }

  std::filesystem::path folder_;
};

constexpr auto kHeader =
    "month,outdoor_temp_c,outdoor_rh_pct,global_horizontal_w_m2,direct_normal_w_m2,"
    "diffuse_horizontal_w_m2,wind_direction_deg,wind_speed_m_s";

TEST_F(WeatherFile, IsReadByTheNamesOfItsColumns) {
  const auto weather = read_weather(write(kHeader, kHoursPerYear, "1,7.5,80,0,0,0,180,3.2"), 1);
  ASSERT_TRUE(weather) << weather.error();
  EXPECT_EQ(weather->at(0).temp_c, 7.5);
  EXPECT_EQ(weather->at(0).wind_speed_m_s, 3.2);
  EXPECT_NEAR(weather->at(0).running_mean_temp_c, 7.5, 1e-9);
}

TEST(Weather, TellsItsLatitudeByTheSun) {
  for (const auto& climate : climates()) {
    const auto weather = generate_weather(climate, 3);
    std::vector<double> beam_w_m2;
    for (std::size_t i = 0; i < weather.hours().size(); ++i) {
      const auto& hour = weather.hours()[i];
      const auto sun = sun_direction(climate.latitude_deg, (double(i) + 0.5) * kSecondsPerHour);
      const double direct_w_m2 = hour.global_w_m2 - hour.diffuse_w_m2;
      beam_w_m2.push_back(sun.up > 0.05 ? direct_w_m2 / sun.up : 0);
    }
    EXPECT_NEAR(latitude_by_sun(weather.hours(), beam_w_m2), climate.latitude_deg, 3)
        << climate.name;
  }
}

TEST_F(WeatherFile, IsRefusedWithThePlaceAndTheReason) {
  const auto missing = read_weather(write("month,outdoor_temp_c", 1, "1,2"), 1);
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().find(":1: no column outdoor_rh_pct"), std::string::npos);

  const auto word = read_weather(write(kHeader, 3, "1,warm,80,0,0,0,180,3.2"), 1);
  ASSERT_FALSE(word);
  EXPECT_NE(word.error().find("weather.csv:2: outdoor_temp_c is not a number: 'warm'"),
            std::string::npos);

  const auto torn = read_weather(write(kHeader, 100, "1,7.5,80,0,0,0,180,3.2"), 1);
  ASSERT_FALSE(torn);
  EXPECT_NE(torn.error().find("ends early"), std::string::npos);
  EXPECT_FALSE(read_weather(folder_ / "absent.csv", 1));
}

TEST(People, SleepInTheBedroomAtNightAndAreAwayAtWork) {
  People people{.use = RoomUse::bedroom, .count = 2, .sleeps_h = 22, .works_at_home = 0};
  const auto night = presence_at(people, 3 * 3600);
  EXPECT_TRUE(night.asleep);
  EXPECT_EQ(night.people, 2);
  people.use = RoomUse::living_room;
  EXPECT_EQ(presence_at(people, 13 * 3600).people, 0);
  EXPECT_EQ(presence_at(people, 13 * 3600).co2_m3_per_s, 0);
}

TEST(People, KeepTheirDaysInWhateverOrderOneAsks) {
  const Home home = random_home(9);
  std::vector<double> forwards;
  forwards.reserve(336);
  for (int half_hour = 0; half_hour < 336; ++half_hour) {
    forwards.push_back(presence_at(home.people, 1800.0 * half_hour).people);
  }
  for (int half_hour = 335; half_hour >= 0; --half_hour) {
    EXPECT_EQ(presence_at(random_home(9).people, 1800.0 * half_hour).people,
              forwards[static_cast<std::size_t>(half_hour)]);
  }
  EXPECT_NE(*std::ranges::min_element(forwards), *std::ranges::max_element(forwards));
}

TEST(Comfort, BandFollowsTheAdaptiveModelOfEn16798) {
  EXPECT_NEAR(comfort_band(20).low_c, 0.33 * 20 + 18.8 - 4, 1e-12);
  EXPECT_NEAR(comfort_band(20).high_c, 0.33 * 20 + 18.8 + 3, 1e-12);
  EXPECT_EQ(comfort_band(-5).low_c, comfort_band(10).low_c);
}

TEST(Comfort, CountsEachTermInItsOwnUnit) {
  Home home = random_home(2);
  home.room.closed_attenuation_db = 30;
  Moment moment{.outdoors = {.rain_mm_per_h = 1, .running_mean_temp_c = 20},
                .presence = {.people = 1},
                .street_dba = 75};
  const double too_warm = comfort_band(20).high_c + 2;
  const RoomState state{.air_temp_c = too_warm,
                        .mass_temp_c = too_warm,
                        .vapour_kg_m3 = vapour_kg_m3(too_warm, 80),
                        .co2_ppm = 1500};
  const auto cost = cost_of({}, home, state, moment, 0, 7.2e6, 3600);
  EXPECT_NEAR(cost.temperature, 2, 1e-9);
  EXPECT_NEAR(cost.air, 0.5, 1e-9);
  EXPECT_NEAR(cost.humidity, 0.5, 1e-9);
  EXPECT_NEAR(cost.heating, 2, 1e-9);
  EXPECT_EQ(cost.rain, 0);
  EXPECT_NEAR(cost.noise, (75 - 30 - 35) / 10.0, 1e-9);
  EXPECT_NEAR(cost.total(), 2 + 0.5 + 0.5 + 2 + 1, 1e-9);
  EXPECT_NEAR(cost_of({}, home, state, moment, 0.5, 0, 3600).rain, 1.5, 1e-9);
  moment.presence = {};
  EXPECT_NEAR(cost_of({}, home, state, moment, 0, 0, 3600).temperature, 0.5, 1e-9);
  EXPECT_NEAR(cost_of_move({}, 1, 0.25).total(), 0.15, 1e-12);
}

TEST(SimulatedRoom, GrowsStaleShutAndFreshOpen) {
  Home home = random_home(4);
  home.people = {.use = RoomUse::bedroom, .count = 2, .sleeps_h = 22};
  home.room.infiltration_per_h = 0.1;
  const auto weather = std::make_shared<const Weather>(generate_weather(climates()[0], 1));
  SimulatedRoom room(home, weather, 0);
  room.advance(5 * 3600, 0);
  const double stale = room.observe().co2_ppm;
  EXPECT_GT(stale, 1500);
  room.advance(3600, 1);
  EXPECT_LT(room.observe().co2_ppm, 0.5 * stale);
  EXPECT_DOUBLE_EQ(room.time_s(), 6 * 3600);
  EXPECT_GT(room.heating_kwh(), 0);
}

TEST(SimulatedRoom, StaysPlausibleForAYearOfRandomHomes) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    const Home home = random_home(seed);
    const auto weather =
        std::make_shared<const Weather>(generate_weather(climates()[home.climate], seed));
    SimulatedRoom room(home, weather, 0);
    for (int hour = 0; hour < kHoursPerYear; ++hour) {
      room.advance(3600, hour % 12 == 0 ? 0.5 : 0);
      const auto seen = room.observe();
      ASSERT_GT(seen.temp_c, -15) << "home " << seed << " hour " << hour;
      ASSERT_LT(seen.temp_c, 55) << "home " << seed << " hour " << hour;
      ASSERT_GE(seen.humidity_pct, 0);
      ASSERT_LE(seen.humidity_pct, 100);
      ASSERT_GT(seen.sound_dba, 15);
      ASSERT_LT(seen.sound_dba, 85);
      ASSERT_LT(seen.co2_ppm, 12'000);
    }
  }
}

}  // namespace
}  // namespace luft::rooms
