// One line of arithmetic and its conditions.
#include "ml/comfort_floor.h"

#include <algorithm>

#include "rooms/comfort.h"

namespace luft::ml {
namespace {

constexpr double kCoolerOutside = 2;  // K, so that opening does cool
constexpr double kBelowBandsEnd = 2;  // K
constexpr double kPointsPerKelvin = 12;
constexpr double kHalfOpen = 50;

}  // namespace

double comfort_floor_pct(const contract::InferenceRequest& request) {
  if (!request.outdoor_temp_c || *request.outdoor_temp_c > request.temp_c - kCoolerOutside)
    return 0;
  if (request.rain_mm_per_h.value_or(0) > 0) return 0;
  // Today's outdoor temperature stands for its running mean, which a request does not carry.
  const double from_c = rooms::comfort_band(*request.outdoor_temp_c).high_c - kBelowBandsEnd;
  return std::clamp(kPointsPerKelvin * (request.temp_c - from_c), 0.0, kHalfOpen);
}

}  // namespace luft::ml
