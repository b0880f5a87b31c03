// Features of this moment, and how they are scaled.
#include "ml/features.h"

#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

#include "rooms/humid_air.h"

namespace luft::ml {
namespace {

constexpr float kMissing = std::numeric_limits<float>::quiet_NaN();
constexpr float kLargestInput = 6;  // standard deviations: a wild sensor must not blow up the net
constexpr double kMillisecondsPerHour = 3.6e6;
constexpr double kHoursPerYear = 365.2425 * 24;

constexpr std::size_t index(Feature feature) {
  return static_cast<std::size_t>(feature);
}

constexpr std::array<std::string_view, kFeatureCount> kNames{"temp_c",
                                                             "humidity_pct",
                                                             "vapour_g_m3",
                                                             "volume_dba",
                                                             "position_pct",
                                                             "opening_root",
                                                             "outdoor_temp_c",
                                                             "outdoor_humidity_pct",
                                                             "outdoor_vapour_g_m3",
                                                             "temp_difference_k",
                                                             "vapour_difference_g_m3",
                                                             "rain_log_mm_per_h",
                                                             "wind_speed_m_s",
                                                             "co2_ppm",
                                                             "hour_sin",
                                                             "hour_cos",
                                                             "year_sin",
                                                             "year_cos",
                                                             "taste_quiet",
                                                             "taste_fresh",
                                                             "taste_warm",
                                                             "taste_thrift",
                                                             "taste_warmer_k"};

// The feature that says whether a source was there.
constexpr std::array<Feature, kSourceCount> kWitness{
    Feature::volume_dba,        Feature::position_pct,
    Feature::outdoor_temp_c,    Feature::outdoor_humidity_pct,
    Feature::rain_log_mm_per_h, Feature::wind_speed_m_s,
    Feature::co2_ppm,           Feature::hour_sin};

float or_missing(const std::optional<double>& value) {
  return value ? static_cast<float>(*value) : kMissing;
}

void add_outdoors(const contract::InferenceRequest& request, double vapour_g_m3,
                  Features& features) {
  features[index(Feature::outdoor_temp_c)] = or_missing(request.outdoor_temp_c);
  features[index(Feature::outdoor_humidity_pct)] = or_missing(request.outdoor_humidity_pct);
  features[index(Feature::rain_log_mm_per_h)] =
      request.rain_mm_per_h ? static_cast<float>(std::log1p(*request.rain_mm_per_h)) : kMissing;
  features[index(Feature::wind_speed_m_s)] = or_missing(request.wind_speed_m_s);
  if (!request.outdoor_temp_c) return;
  features[index(Feature::temp_difference_k)] =
      static_cast<float>(request.temp_c - *request.outdoor_temp_c);
  if (!request.outdoor_humidity_pct) return;
  const double outdoor_g_m3 =
      1e3 * rooms::vapour_kg_m3(*request.outdoor_temp_c, *request.outdoor_humidity_pct);
  features[index(Feature::outdoor_vapour_g_m3)] = static_cast<float>(outdoor_g_m3);
  features[index(Feature::vapour_difference_g_m3)] = static_cast<float>(vapour_g_m3 - outdoor_g_m3);
}

void add_time(const contract::InferenceRequest& request, Features& features) {
  if (!request.time_ms) return;
  const double hours = static_cast<double>(*request.time_ms) / kMillisecondsPerHour +
                       request.utc_offset_s.value_or(0) / 3600.0;
  const double day = 2 * std::numbers::pi * std::fmod(hours, 24.0) / 24.0;
  const double year = 2 * std::numbers::pi * std::fmod(hours, kHoursPerYear) / kHoursPerYear;
  features[index(Feature::hour_sin)] = static_cast<float>(std::sin(day));
  features[index(Feature::hour_cos)] = static_cast<float>(std::cos(day));
  features[index(Feature::year_sin)] = static_cast<float>(std::sin(year));
  features[index(Feature::year_cos)] = static_cast<float>(std::cos(year));
}

void add_taste(const Taste& taste, Features& features) {
  features[index(Feature::taste_quiet)] = static_cast<float>(taste.quiet);
  features[index(Feature::taste_fresh)] = static_cast<float>(taste.fresh);
  features[index(Feature::taste_warm)] = static_cast<float>(taste.warm);
  features[index(Feature::taste_thrift)] = static_cast<float>(taste.thrift);
  features[index(Feature::taste_warmer_k)] = static_cast<float>(taste.warmer_k);
}

}  // namespace

std::array<std::string_view, kFeatureCount> feature_names() {
  return kNames;
}

Features extract_features(const contract::InferenceRequest& request, const Taste& taste) {
  Features features;
  features.fill(kMissing);
  const double vapour_g_m3 = 1e3 * rooms::vapour_kg_m3(request.temp_c, request.humidity_pct);
  features[index(Feature::temp_c)] = static_cast<float>(request.temp_c);
  features[index(Feature::humidity_pct)] = static_cast<float>(request.humidity_pct);
  features[index(Feature::vapour_g_m3)] = static_cast<float>(vapour_g_m3);
  features[index(Feature::volume_dba)] = or_missing(request.volume_dba);
  features[index(Feature::position_pct)] = or_missing(request.position_pct);
  if (request.position_pct) {
    features[index(Feature::opening_root)] =
        static_cast<float>(std::sqrt(*request.position_pct / 100));
  }
  features[index(Feature::co2_ppm)] = or_missing(request.co2_ppm);
  add_outdoors(request, vapour_g_m3, features);
  add_time(request, features);
  add_taste(taste, features);
  return features;
}

NetInput normalise(const Features& features, const Normalisation& normalisation) {
  NetInput input{};
  for (std::size_t i = 0; i < kFeatureCount; ++i) {
    if (std::isnan(features[i])) continue;
    const float scaled = (features[i] - normalisation.mean[i]) / normalisation.deviation[i];
    input[i] = std::fmax(-kLargestInput, std::fmin(kLargestInput, scaled));
  }
  for (std::size_t i = 0; i < kSourceCount; ++i) {
    input[kFeatureCount + i] = std::isnan(features[index(kWitness[i])]) ? 1.0F : 0.0F;
  }
  return input;
}

}  // namespace luft::ml
