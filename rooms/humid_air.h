// Water vapour in air: between relative humidity and vapour density. `Number`: double or Dual.
#pragma once

#include <cmath>

namespace luft::rooms {

inline constexpr double kKelvinAtZeroCelsius = 273.15;
inline constexpr double kVapourGasConstant = 461.5;  // J/(kg K)

// Saturation vapour pressure over water, Pa: Magnus form with Sonntag's (1990) coefficients, as in
// WMO No. 8; within 0.3 % between -45 and 60 °C.
template <class Number>
Number saturation_pressure_pa(const Number& temp_c) {
  using std::exp;
  return 611.2 * exp(17.62 * temp_c / (243.12 + temp_c));
}

template <class Number>
Number saturation_vapour_kg_m3(const Number& temp_c) {
  return saturation_pressure_pa(temp_c) / (kVapourGasConstant * (temp_c + kKelvinAtZeroCelsius));
}

inline double vapour_kg_m3(double temp_c, double humidity_pct) {
  return saturation_vapour_kg_m3(temp_c) * humidity_pct / 100.0;
}

template <class Number>
Number humidity_pct(const Number& temp_c, const Number& vapour_kg_m3) {
  return 100.0 * vapour_kg_m3 / saturation_vapour_kg_m3(temp_c);
}

}  // namespace luft::rooms
