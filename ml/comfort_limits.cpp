// A few lines of arithmetic and their conditions.
#include "ml/comfort_limits.h"

#include <algorithm>
#include <optional>

#include "contract/hazard_levels.h"
#include "rooms/comfort.h"
#include "rooms/humid_air.h"

namespace luft::ml {
namespace {

constexpr double kCoolerOutside = 2;  // K, so that opening does cool
constexpr double kPointsPerKelvin = 15;
constexpr double kHalfOpen = 50;

constexpr double kAjar = 10;
constexpr double kWarm = 27;         // °C: above it most people air, whatever the season
constexpr double kDamp = 78;         // % relative: mould grows on surfaces from 80 % on (ISO 13788)
constexpr double kDrierOutside = 1;  // g/m³, so that opening does dry
constexpr double kAboveBandsStart = -1;  // K: where a window is at most ajar
constexpr double kMorePerKelvin = 20;    // points

// A request tells no history: where a hazard ends it may open again, and the device's rest between
// moves keeps it from doing so all the time.
std::optional<ComfortLimits::Why> hazard_outside(const contract::InferenceRequest& request) {
  using enum ComfortLimits::Why;
  if (request.wind_speed_m_s.value_or(0) >= contract::kStormBegins_m_s) return storm;
  if (request.rain_mm_per_h.value_or(0) >= contract::kRainBegins_mm_h) return rain;
  return std::nullopt;
}

bool is_cooler_outside(const contract::InferenceRequest& request) {
  return request.outdoor_temp_c && *request.outdoor_temp_c <= request.temp_c - kCoolerOutside;
}

bool may_dry(const contract::InferenceRequest& request) {
  if (!request.outdoor_temp_c) return true;
  const double outdoors =
      rooms::vapour_kg_m3(*request.outdoor_temp_c, request.outdoor_humidity_pct.value_or(100));
  const double indoors = rooms::vapour_kg_m3(request.temp_c, request.humidity_pct);
  return 1e3 * (indoors - outdoors) >= kDrierOutside;
}

// The least, and why.
ComfortLimits least(const contract::InferenceRequest& request, double warmer_k) {
  using Why = ComfortLimits::Why;
  if (request.rain_mm_per_h.value_or(0) > 0) return {};
  ComfortLimits limits;
  if (is_cooler_outside(request)) {
    // Today's outdoor temperature stands for its running mean, which a request does not carry.
    const double from_c = rooms::comfort_band(*request.outdoor_temp_c).high_c + warmer_k;
    limits.least_pct = std::clamp(kPointsPerKelvin * (request.temp_c - from_c), 0.0, kHalfOpen);
  } else if (!request.outdoor_temp_c && request.temp_c >= kWarm + warmer_k) {
    limits.least_pct = kAjar;
  }
  if (limits.least_pct < kAjar && request.humidity_pct >= kDamp && may_dry(request)) {
    limits.least_pct = kAjar;
    limits.why_least = Why::humidity;
  }
  return limits;
}

double most_pct(const contract::InferenceRequest& request, double warmer_k) {
  if (!is_cooler_outside(request)) return 100;
  const double ajar_at_c =
      rooms::comfort_band(*request.outdoor_temp_c).low_c + kAboveBandsStart + warmer_k;
  return std::clamp(kAjar + kMorePerKelvin * (request.temp_c - ajar_at_c), kAjar, 100.0);
}

}  // namespace

ComfortLimits comfort_limits(const contract::InferenceRequest& request, double warmer_k) {
  if (const auto hazard = hazard_outside(request)) {
    return {.least_pct = 0, .most_pct = 0, .why_most = *hazard};
  }
  ComfortLimits limits = least(request, warmer_k);
  limits.most_pct = std::max(limits.least_pct, most_pct(request, warmer_k));
  return limits;
}

}  // namespace luft::ml
