// What a device knows of its room from its own sensors, for hazards and its own rule.
#pragma once

#include <optional>

namespace luft::firmware {

// Fresh values only; a sensor that is missing or silent is empty.
struct RoomNow {
  std::optional<double> temperature_c;
  std::optional<double> humidity_pct;
  std::optional<double> co2_ppm;
  std::optional<double> rain_mm_per_h;
  std::optional<double> wind_m_per_s;
};

}  // namespace luft::firmware
