// What a request becomes, and what happens to what it lacks.
#include "ml/features.h"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

namespace luft::ml {
namespace {

contract::InferenceRequest bare_request() {
  contract::InferenceRequest request;
  request.temp_c = 20;
  request.humidity_pct = 50;
  return request;
}

float value(const Features& features, Feature feature) {
  return features[static_cast<std::size_t>(feature)];
}

// A normalisation that changes nothing.
Normalisation identity() {
  Normalisation normalisation;
  normalisation.deviation.fill(1);
  return normalisation;
}

TEST(Features, HaveANameEach) {
  const auto names = feature_names();
  EXPECT_EQ(std::set(names.begin(), names.end()).size(), kFeatureCount);
}

TEST(Features, AreMissingNotGuessedWhenTheRequestLacksThem) {
  const Features features = extract_features(bare_request());
  EXPECT_EQ(value(features, Feature::temp_c), 20);
  EXPECT_NEAR(value(features, Feature::vapour_g_m3), 8.65, 0.05);
  for (const auto feature : {Feature::volume_dba, Feature::position_pct, Feature::outdoor_temp_c,
                             Feature::temp_difference_k, Feature::co2_ppm, Feature::hour_sin,
                             Feature::rain_log_mm_per_h, Feature::vapour_difference_g_m3}) {
    EXPECT_TRUE(std::isnan(value(features, feature))) << feature_names()[std::size_t(feature)];
  }
}

TEST(Features, CompareIndoorsWithOutdoors) {
  auto request = bare_request();
  request.outdoor_temp_c = 5;
  request.outdoor_humidity_pct = 80;
  const Features features = extract_features(request);
  EXPECT_EQ(value(features, Feature::temp_difference_k), 15);
  EXPECT_NEAR(value(features, Feature::vapour_difference_g_m3), 8.65 - 5.44, 0.05);
}

TEST(Features, TellTheLocalTimeOfDayFromTheOffset) {
  auto request = bare_request();
  request.time_ms = 10 * 3'600'000;  // 10:00 UTC
  request.utc_offset_s = 2 * 3600;   // noon
  const Features features = extract_features(request);
  EXPECT_NEAR(value(features, Feature::hour_sin), 0, 1e-6);
  EXPECT_NEAR(value(features, Feature::hour_cos), -1, 1e-6);
}

TEST(NetInput, FlagsEachSourceThatIsMissingAndOnlyThose) {
  const NetInput none = normalise(extract_features(bare_request()), identity());
  for (std::size_t i = 0; i < kSourceCount; ++i) EXPECT_EQ(none[kFeatureCount + i], 1);

  auto request = bare_request();
  request.volume_dba = 0;  // silence is not absence
  const NetInput some = normalise(extract_features(request), identity());
  EXPECT_EQ(some[kFeatureCount + static_cast<std::size_t>(Source::volume)], 0);
  EXPECT_EQ(some[kFeatureCount + static_cast<std::size_t>(Source::co2)], 1);
}

TEST(NetInput, IsScaledAndBoundedAndNeverNan) {
  Normalisation normalisation = identity();
  normalisation.mean[0] = 18;
  normalisation.deviation[0] = 4;
  EXPECT_FLOAT_EQ(normalise(extract_features(bare_request()), normalisation)[0], 0.5F);

  auto wild = bare_request();
  wild.co2_ppm = 50'000;
  for (const float input : normalise(extract_features(wild), identity())) {
    EXPECT_TRUE(std::isfinite(input));
    EXPECT_LE(std::abs(input), 6);
  }
}

}  // namespace
}  // namespace luft::ml
