// Where the sun stands, and how much of it a cloudless or cloudy sky lets through.
#pragma once

#include "rooms/weather.h"

namespace luft::rooms {

// Unit vector towards the sun.
struct SunDirection {
  double north;
  double east;
  double up;
};

// `time_s`: local solar time since 1 January (standard time is near enough for a room). Cooper's
// (1969) declination; within about 1°.
[[nodiscard]] SunDirection sun_direction(double latitude_deg, double time_s);

// Fills global, diffuse and beam irradiance for a cloud cover of 0..1: Haurwitz (1945) for the
// clear sky, Kasten & Czeplak (1980) for clouds; the beam's share falls with cover (chosen: 0.85
// clear).
void fill_radiation(Outdoors& outdoors, const SunDirection& sun, double cloud);

}  // namespace luft::rooms
