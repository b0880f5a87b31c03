// What a device knows of its room from its own sensors and clock, for hazards and its own rule.
#pragma once

#include <cstdint>
#include <optional>

namespace luft::firmware {

// Fresh values only; a sensor that is missing or silent is empty.
struct RoomNow {
  std::optional<double> temperature_c;
  std::optional<double> humidity_pct;
  std::optional<double> co2_ppm;
  std::optional<double> rain_mm_per_h;
  std::optional<double> wind_m_per_s;
  std::optional<std::uint16_t> minute_of_day{};  // local; empty while the clock is not set
};

}  // namespace luft::firmware
