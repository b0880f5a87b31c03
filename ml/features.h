// From an inference request, and the household's taste, to numbers the net understands: a named,
// versioned schema.
//
// A feature that the request does not carry is missing (NaN), never guessed; the net is told which
// ones are missing. Change anything about meaning or order, and the schema gets a new name: an
// artifact trained on another schema is refused.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "contract/inference.h"
#include "ml/taste.h"

namespace luft::ml {

inline constexpr std::string_view kFeatureSchema = "memory-1";

enum class Feature : std::uint8_t {
  temp_c,
  humidity_pct,
  vapour_g_m3,  // water in a cubic metre of indoor air
  volume_dba,
  position_pct,
  opening_root,  // square root of the position as a fraction: a little open airs a lot
  outdoor_temp_c,
  outdoor_humidity_pct,
  outdoor_vapour_g_m3,
  temp_difference_k,       // indoors less outdoors
  vapour_difference_g_m3,  // indoors less outdoors: what people added and airing did not remove
  rain_log_mm_per_h,       // ln(1 + rain)
  wind_speed_m_s,
  co2_ppm,
  hour_sin,  // of the local time of day
  hour_cos,
  year_sin,
  year_cos,
  taste_quiet,  // these five: see Taste
  taste_fresh,
  taste_warm,
  taste_thrift,
  taste_warmer_k,
};
inline constexpr std::size_t kFeatureCount = 23;

// What a request may lack. Each is one flag of the net's input.
enum class Source : std::uint8_t {
  volume,
  position,
  outdoor_temp,
  outdoor_humidity,
  rain,
  wind,
  co2,
  time,
};
inline constexpr std::size_t kSourceCount = 8;

inline constexpr std::size_t kInputCount = kFeatureCount + kSourceCount;

using Features = std::array<float, kFeatureCount>;  // in their own units; NaN: missing
using NetInput = std::array<float, kInputCount>;    // normalised features, then flags (1: missing)

[[nodiscard]] std::array<std::string_view, kFeatureCount> feature_names();

// The trends that a request may carry are not among them: the model's memory knows them better.
[[nodiscard]] Features extract_features(const contract::InferenceRequest& request,
                                        const Taste& taste = {});

// Mean and standard deviation of each feature over the training data, where it was present.
struct Normalisation {
  Features mean{};
  Features deviation{};  // > 0
};

[[nodiscard]] NetInput normalise(const Features& features, const Normalisation& normalisation);

}  // namespace luft::ml
