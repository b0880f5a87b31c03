// Solar geometry and the radiation that comes through clouds.
#include "rooms/sun.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace luft::rooms {
namespace {

constexpr double kDegree = std::numbers::pi / 180.0;
constexpr double kLowestSun = 0.02;  // sine of altitude below which beam radiation is left out

}  // namespace

SunDirection sun_direction(double latitude_deg, double time_s) {
  const double day = std::floor(time_s / kSecondsPerDay);
  const double hour = (time_s - day * kSecondsPerDay) / kSecondsPerHour;
  const double declination =
      23.45 * kDegree * std::sin(2 * std::numbers::pi * (284 + day + 1) / 365);
  const double hour_angle = 15 * kDegree * (hour - 12);
  const double latitude = latitude_deg * kDegree;
  return {.north = std::cos(latitude) * std::sin(declination) -
                   std::sin(latitude) * std::cos(declination) * std::cos(hour_angle),
          .east = -std::cos(declination) * std::sin(hour_angle),
          .up = std::sin(latitude) * std::sin(declination) +
                std::cos(latitude) * std::cos(declination) * std::cos(hour_angle)};
}

void fill_radiation(Outdoors& outdoors, const SunDirection& sun, double cloud) {
  if (sun.up < kLowestSun) return;
  const double clear_w_m2 = 1098.0 * sun.up * std::exp(-0.059 / sun.up);
  const double global = clear_w_m2 * (1 - 0.75 * std::pow(cloud, 3.4));
  const double beam_share = 0.85 * (1 - cloud) * std::min(1.0, sun.up * 4);
  const double beam_normal = global * beam_share / sun.up;
  outdoors.global_w_m2 = global;
  outdoors.diffuse_w_m2 = global * (1 - beam_share);
  outdoors.beam_north_w_m2 = beam_normal * sun.north;
  outdoors.beam_east_w_m2 = beam_normal * sun.east;
}

}  // namespace luft::rooms
