// Recorded years are found by the names of their files, and what cannot be used is named.
#include "ml/training/weather_folder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "ml/model/net.h"

namespace luft::ml {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

class WeatherFolder : public ::testing::Test {
 public:
  WeatherFolder() {
    std::string pattern = (fs::temp_directory_path() / "luft-XXXXXX").string();
    folder_ = mkdtemp(pattern.data());
  }
  ~WeatherFolder() override { fs::remove_all(folder_); }

  void write(const std::string& name, int hours, double temp_c) const {
    std::ofstream out(folder_ / name);
    out << "month,outdoor_temp_c,outdoor_rh_pct,global_horizontal_w_m2,direct_normal_w_m2,"
           "diffuse_horizontal_w_m2,wind_speed_m_s\n";
    for (int i = 0; i < hours; ++i) out << "1," << temp_c << ",60,0,0,0,3\n";
  }

  fs::path folder_;
};

TEST_F(WeatherFolder, HasAPlaceForEachFileInTheOrderOfTheirNames) {
  write("oslo.csv", rooms::kHoursPerYear, -5);
  write("lisbon.csv", rooms::kHoursPerYear, 18);
  write("notes.txt", 3, 0);
  const auto places = read_weather_folder(folder_);
  ASSERT_TRUE(places) << places.error();
  ASSERT_EQ(places->size(), 2U);
  EXPECT_EQ(places->at(0).name, "lisbon");
  EXPECT_EQ(places->at(1).weather.at(0).temp_c, -5);
}

TEST_F(WeatherFolder, NamesWhatCannotBeUsed) {
  EXPECT_THAT(read_weather_folder(folder_ / "absent").error(), HasSubstr("absent: No such file"));
  EXPECT_THAT(read_weather_folder(folder_).error(), HasSubstr("no *.csv or *.csv.gz"));
  write("torn.csv", 100, 10);
  EXPECT_THAT(read_weather_folder(folder_).error(), HasSubstr("torn.csv:101: a year of 8,760"));
}

TEST_F(WeatherFolder, IsWhatTheWeeksAreLivedIn) {
  write("freezing.csv", rooms::kHoursPerYear, -15);
  write("mild.csv", rooms::kHoursPerYear, 20);
  Model model;
  model.weights = initial_weights(1);
  model.normalisation.deviation.fill(1);
  EvaluationOptions options{.homes = 2, .days = 1};
  options.places = read_weather_folder(folder_).value();
  const auto both = evaluate(model, options);
  ASSERT_EQ(both.climates.size(), 2U);
  EXPECT_EQ(both.climates[1].name, "mild");
  options.climate = 0;
  const auto freezing = evaluate(model, options);
  ASSERT_EQ(freezing.climates.size(), 1U);
  EXPECT_EQ(freezing.climates[0].name, "freezing");
  options.climate = 1;
  const auto mild = evaluate(model, options);
  // What an open window costs in heating.
  EXPECT_GT(freezing.of("always ajar").terms.heating, mild.of("always ajar").terms.heating + 1);
}

TEST(Climate, IsFoundByItsNameOrTheNamesAreTold) {
  const auto names = climate_names({});
  EXPECT_EQ(find_climate("tropical", names), 3U);
  EXPECT_EQ(find_climate("polar", names).error(),
            "no climate is named \"polar\": there are maritime, continental, mediterranean, "
            "tropical");
}

}  // namespace
}  // namespace luft::ml
