// What an open window lets through: air and sound. `opening` is the fraction 0 closed .. 1 open;
// `Number` is double or Dual.
#pragma once

#include <cmath>
#include <numbers>

namespace luft::rooms {

// Single-sided airing through one opening, m³/s: wind, stack effect and turbulence.
// De Gids & Phaff, "Ventilation rates and energy consumption due to open windows",
// Air Infiltration Review 4(1), 1982: half the area takes air in, at
// sqrt(0.001 v² + 0.0035 h ΔT + 0.01) m/s, v at 10 m height, h the opening's height.
template <class Number>
Number airing_m3_s(double area_m2, double height_m, const Number& opening, double wind_speed_m_s,
                   const Number& temp_difference_k) {
  using std::abs;
  using std::sqrt;
  const Number speed_m_s = sqrt(0.001 * wind_speed_m_s * wind_speed_m_s +
                                0.0035 * height_m * abs(temp_difference_k) + 0.01);
  return 0.5 * area_m2 * opening * speed_m_s;
}

// Level difference outdoors to indoors, dB: the energy through the closed window (`closed_db`) and
// through the opening, whose share grows with its area (`open_db` less `closed_db` when fully
// open). Medians measured by Locher et al., IJERPH 15(1):149, 2018: 28 dB closed, 16 tilted, 10
// open.
template <class Number>
Number attenuation_db(double closed_db, double open_db, const Number& opening) {
  using std::log10;
  constexpr double kPerDecibel = std::numbers::ln10 / 10;  // 10^(x/10) as a faster exponential
  return -10.0 *
         log10(std::exp(-kPerDecibel * closed_db) + opening * std::exp(-kPerDecibel * open_db));
}

}  // namespace luft::rooms
