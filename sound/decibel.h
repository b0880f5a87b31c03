// From decibels to ratios of power, as levels are averaged. By exp, which a device has anyway: pow
// would be 2.8 KB more of its code.
#pragma once

#include <cmath>
#include <numbers>

namespace luft::sound {

inline double power_ratio(double decibel) {
  return std::exp(decibel * (std::numbers::ln10 / 10));
}

}  // namespace luft::sound
