// Climates, interpolation between hours, the running mean.
#include "rooms/weather.h"

#include <algorithm>
#include <array>
#include <cassert>
#include <cmath>
#include <utility>

#include "rooms/humid_air.h"

namespace luft::rooms {
namespace {

constexpr double kRunningMeanAlpha = 0.8;  // EN 16798-1

constexpr std::array<Climate, 4> kClimates{{
    {"maritime", 50.8, 10.6, 7.5, 4.0, 3.2, 78, 4.0, 0.62, 0.11},
    {"continental", 42.0, 10.0, 14.0, 5.0, 4.8, 70, 4.6, 0.52, 0.08},
    {"mediterranean", 33.8, 17.5, 4.5, 4.5, 2.2, 66, 3.0, 0.38, 0.03},
    {"tropical", 25.8, 24.6, 4.0, 4.0, 1.8, 74, 4.2, 0.48, 0.10},
}};

double between(double a, double b, double share) {
  return a + (b - a) * share;
}

void fill_running_mean(std::vector<Outdoors>& hours) {
  std::vector<double> daily(365, 0.0);
  for (std::size_t i = 0; i < hours.size(); ++i) daily[i / 24] += hours[i].temp_c / 24;
  double mean = daily.back();
  // Twice around: the second time starts from a December that knows its autumn.
  for (std::size_t day = 0; day < 2 * daily.size(); ++day) {
    for (std::size_t h = 0; h < 24; ++h) {
      hours[(day % 365) * 24 + h].running_mean_temp_c = mean;
    }
    mean = (1 - kRunningMeanAlpha) * daily[day % 365] + kRunningMeanAlpha * mean;
  }
}

}  // namespace

std::span<const Climate> climates() {
  return kClimates;
}

Weather::Weather(std::vector<Outdoors> hours) : hours_(std::move(hours)) {
  assert(hours_.size() == kHoursPerYear);
  for (auto& hour : hours_) hour.vapour_kg_m3 = vapour_kg_m3(hour.temp_c, hour.humidity_pct);
  fill_running_mean(hours_);
}

Outdoors Weather::at(double time_s) const {
  const double position = time_s / kSecondsPerHour;
  const double whole = std::floor(position);
  const double share = position - whole;
  const auto wrapped = static_cast<std::int64_t>(whole) % kHoursPerYear;
  const auto first = static_cast<std::size_t>(wrapped < 0 ? wrapped + kHoursPerYear : wrapped);
  const Outdoors& a = hours_[first];
  const Outdoors& b = hours_[first + 1 < hours_.size() ? first + 1 : 0];
  return {.temp_c = between(a.temp_c, b.temp_c, share),
          .humidity_pct = between(a.humidity_pct, b.humidity_pct, share),
          .vapour_kg_m3 = between(a.vapour_kg_m3, b.vapour_kg_m3, share),
          .wind_speed_m_s = between(a.wind_speed_m_s, b.wind_speed_m_s, share),
          .rain_mm_per_h = a.rain_mm_per_h,
          .global_w_m2 = between(a.global_w_m2, b.global_w_m2, share),
          .diffuse_w_m2 = between(a.diffuse_w_m2, b.diffuse_w_m2, share),
          .beam_north_w_m2 = between(a.beam_north_w_m2, b.beam_north_w_m2, share),
          .beam_east_w_m2 = between(a.beam_east_w_m2, b.beam_east_w_m2, share),
          .running_mean_temp_c = a.running_mean_temp_c};
}

}  // namespace luft::rooms
