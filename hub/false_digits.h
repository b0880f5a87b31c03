// Computing leaves digits that nobody measured: 71.6 °F is 22 °C, not 21.999999999999996. They
// would be sent, stored and shown.
#pragma once

#include <cmath>

namespace luft::hub {

// `value` in steps of a ten-thousandth: no sensor is finer, of none of our units.
[[nodiscard]] inline double without_false_digits(double value) {
  constexpr double kSteps = 1e4;
  return std::round(value * kSteps) / kSteps;
}

}  // namespace luft::hub
