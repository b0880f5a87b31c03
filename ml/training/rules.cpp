// The families, in the order they are reported.
#include "ml/training/rules.h"

#include <algorithm>
#include <cmath>

#include "rooms/comfort.h"

namespace luft::ml {
namespace {

using contract::InferenceRequest;

constexpr double kMillisecondsPerHour = 3.6e6;

double hour_of(const InferenceRequest& request) {
  return std::fmod(static_cast<double>(request.time_ms.value_or(0)) / kMillisecondsPerHour, 24.0);
}

Policy always_closed(const Parameters&) {
  return [](const InferenceRequest&) { return 0.0; };
}

constexpr std::array kAjarRanges{ParameterRange{"gap_pct", 1, 30}};
Policy always_ajar(const Parameters& p) {
  return [gap = p[0]](const InferenceRequest&) { return gap; };
}

constexpr std::array kAiringRanges{
    ParameterRange{"gap_pct", 0, 20},   ParameterRange{"morning_h", 5, 10},
    ParameterRange{"noon_h", 11, 17},   ParameterRange{"evening_h", 18, 23},
    ParameterRange{"lasts_h", 0.25, 1}, ParameterRange{"open_pct", 10, 100}};
Policy three_airings(const Parameters& p) {
  return [p](const InferenceRequest& request) {
    const double hour = hour_of(request);
    for (std::size_t i = 1; i <= 3; ++i) {
      if (hour >= p[i] && hour < p[i] + p[4]) return p[5];
    }
    return p[0];
  };
}

constexpr std::array kHysteresisRanges{
    ParameterRange{"gap_pct", 0, 20},          ParameterRange{"open_pct", 5, 100},
    ParameterRange{"opens_at_c", 20, 30},      ParameterRange{"closes_below_k", 0.3, 3},
    ParameterRange{"damp_pct", 55, 90},        ParameterRange{"loud_dba", 32, 65},
    ParameterRange{"gap_when_loud_pct", 0, 15}};

// Whether a window that opens at p[2] and closes p[3] below stands open now.
bool is_open(const Parameters& p, const InferenceRequest& request) {
  const bool was_open = request.position_pct.value_or(0) > 0.5 * (p[0] + p[1]);
  return request.temp_c > p[2] - (was_open ? p[3] : 0);
}

Policy hysteresis_on_temperature(const Parameters& p) {
  return [p](const InferenceRequest& request) { return is_open(p, request) ? p[1] : p[0]; };
}

Policy hysteresis_on_three(const Parameters& p) {
  return [p](const InferenceRequest& request) {
    const bool open = is_open(p, request) || request.humidity_pct > p[4];
    const bool loud = request.volume_dba.value_or(0) > p[5];
    return loud ? p[6] : open ? p[1] : p[0];
  };
}

constexpr std::array kProportionalRanges{ParameterRange{"gap_pct", 0, 20},
                                         ParameterRange{"points_per_k", 0.5, 60},
                                         ParameterRange{"from_band_end_k", -10, 2},
                                         ParameterRange{"loud_dba", 32, 65},
                                         ParameterRange{"gap_when_loud_pct", 0, 15},
                                         ParameterRange{"gap_in_rain_pct", 0, 15},
                                         ParameterRange{"outdoors_assumed_c", 8, 26},
                                         ParameterRange{"gap_in_frost_pct", 0, 15}};
Policy proportional_to_comfort(const Parameters& p) {
  return [p](const InferenceRequest& request) {
    const double outdoor_c = request.outdoor_temp_c.value_or(p[6]);
    const double from_c = rooms::comfort_band(outdoor_c).high_c + p[2];
    double position = outdoor_c < 5 ? p[7] : p[0];
    if (outdoor_c < request.temp_c) position += std::max(0.0, p[1] * (request.temp_c - from_c));
    if (request.volume_dba.value_or(0) > p[3]) position = std::min(position, p[4]);
    if (request.rain_mm_per_h.value_or(0) > 0) position = std::min(position, p[5]);
    return std::clamp(position, 0.0, 100.0);
  };
}

constexpr std::array<RuleFamily, 6> kFamilies{{
    {"always closed", {}, always_closed},
    {"always ajar", kAjarRanges, always_ajar},
    {"three airings and a gap", kAiringRanges, three_airings},
    {"hysteresis on warmth", std::span(kHysteresisRanges).first(4), hysteresis_on_temperature},
    {"hysteresis on all three", kHysteresisRanges, hysteresis_on_three},
    {"proportional to comfort", kProportionalRanges, proportional_to_comfort},
}};

// Found by `luft model tune-rules --tries 600 --homes 128`, without and with `--inputs three`.
constexpr std::array<Parameters, kFamilies.size()> kTunedForThree{{
    {},
    {3.66},
    {3.61, 9.55, 13, 23, 0.363, 10},
    {1.04, 10.4, 22.6, 0.55},
    {0.358, 12.4, 22.3, 1.57, 68, 42.8, 2.58},
    {0.443, 1.6, -7.65, 49.4, 12.8, 9.87, 21.9, 10.3},
}};
constexpr std::array<Parameters, kFamilies.size()> kTunedForOutdoors{{
    {},
    {3.66},
    {3.61, 9.55, 13, 23, 0.363, 10},
    {1.04, 10.4, 22.6, 0.55},
    {0.358, 12.4, 22.3, 1.57, 68, 42.8, 2.58},
    {2.96, 7.03, -3.62, 43.9, 4, 0, 23.8, 0.608},
}};

}  // namespace

std::span<const RuleFamily> rule_families() {
  return kFamilies;
}

std::vector<Rule> tuned_rules(KitKind kit) {
  const auto& tuned = kit == KitKind::three ? kTunedForThree : kTunedForOutdoors;
  std::vector<Rule> rules;
  for (std::size_t i = 0; i < kFamilies.size(); ++i) {
    rules.push_back({kFamilies[i].name, kFamilies[i].policy(tuned[i])});
  }
  return rules;
}

}  // namespace luft::ml
