// What an open window lets through: air and sound. `opening` is the fraction 0 closed .. 1 open.
#pragma once

#include <cmath>

namespace luft::rooms {

// Single-sided airing through one opening, m³/s: wind, stack effect and turbulence.
// De Gids & Phaff, "Ventilation rates and energy consumption due to open windows",
// Air Infiltration Review 4(1), 1982: half the area takes air in, at
// sqrt(0.001 v² + 0.0035 h ΔT + 0.01) m/s, v at 10 m height, h the opening's height.
inline double airing_m3_s(double area_m2, double height_m, double opening, double wind_speed_m_s,
                          double temp_difference_k) {
  const double speed_m_s = std::sqrt(0.001 * wind_speed_m_s * wind_speed_m_s +
                                     0.0035 * height_m * std::abs(temp_difference_k) + 0.01);
  return 0.5 * area_m2 * opening * speed_m_s;
}

// Level difference outdoors to indoors, dB: the energy through the closed window (`closed_db`) and
// through the opening, whose share grows with its area (`open_db` less `closed_db` when fully
// open). Medians measured by Locher et al., IJERPH 15(1):149, 2018: 28 dB closed, 16 tilted, 10
// open.
inline double attenuation_db(double closed_db, double open_db, double opening) {
  return -10.0 *
         std::log10(std::pow(10.0, -closed_db / 10.0) + opening * std::pow(10.0, -open_db / 10.0));
}

}  // namespace luft::rooms
