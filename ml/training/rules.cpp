// The rules, in the order they are reported.
#include "ml/training/rules.h"

#include <algorithm>
#include <array>

#include "rooms/comfort.h"

namespace luft::ml {
namespace {

constexpr double kAjar = 10;

double hysteresis_on_temperature(const contract::InferenceRequest& request) {
  const bool open = request.position_pct.value_or(0) > kAjar;
  if (request.temp_c > (open ? 22.0 : 24.0)) return 50;
  return kAjar;
}

double proportional_to_comfort(const contract::InferenceRequest& request) {
  const double outdoor_c = request.outdoor_temp_c.value_or(15);
  const auto band = rooms::comfort_band(outdoor_c);
  const double middle_c = 0.5 * (band.low_c + band.high_c);
  double position = kAjar;
  if (outdoor_c < request.temp_c) position += 30 * (request.temp_c - middle_c);
  if (request.volume_dba.value_or(0) > 45 && request.position_pct.value_or(0) > kAjar) {
    position = std::min(position, kAjar);
  }
  if (request.rain_mm_per_h.value_or(0) > 0) position = std::min(position, kAjar);
  return std::clamp(position, outdoor_c < 5 ? 5.0 : kAjar, 100.0);
}

}  // namespace

std::span<const Rule> rules() {
  static const std::array<Rule, 4> kRules{{
      {"always closed", [](const auto&) { return 0.0; }},
      {"always ajar", [](const auto&) { return kAjar; }},
      {"hysteresis on temperature", hysteresis_on_temperature},
      {"proportional to comfort", proportional_to_comfort},
  }};
  return kRules;
}

}  // namespace luft::ml
