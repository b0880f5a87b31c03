// What a window's state is explained by: a few terms that people who studied it agree on.
//
// Warmth counts from what people are used to: the adaptive comfort temperature of EN 16798-1,
// 0.33 T + 18.8 °C, T being the running mean of the outdoors (10..30 °C); the outdoors of the
// moment where that is not known, and 3 K less than indoors where nothing is. Counting it from a
// fixed temperature instead did worse in cities never seen. Otherwise a quantity that was not
// measured adds nothing: its term is zero, which is its value where it stops mattering or in the
// middle.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "ml/behaviour/vote.h"

namespace luft::ml {

enum class WindowTerm : std::uint8_t {
  level,         // 1
  cool,          // indoors below the comfort temperature, in 5 K (negative)
  warm,          // indoors above it, in 5 K
  humid,         // relative humidity above 50 %, in 15 points
  cooled,        // half where the room can be cooled otherwise, minus half where it cannot
  cold_outside,  // outdoors below 18 °C, in 10 K (negative)
  heat_outside,  // outdoors warmer than indoors, in 5 K
};
inline constexpr std::size_t kWindowTermCount = 7;

using WindowTerms = std::array<double, kWindowTermCount>;

[[nodiscard]] WindowTerms window_terms(const Quantities& measured);

// Before any data: mean and standard deviation of each coefficient over all cities, and the
// deviation of a single city's from that. The slopes on temperature are those published for offices
// and dwellings of several climates: Rijal et al. 2007 (0.171 a kelvin indoors and 0.166 outdoors),
// Haldi and Robinson 2008 (0.22 indoors), Nicol 2001 (0.118 outdoors).
struct WindowPrior {
  WindowTerms mean;
  WindowTerms deviation;
  WindowTerms city_deviation;
};
inline constexpr WindowPrior kWindowPrior{
    .mean = {0, 0.85, 0.85, 0, -0.7, 1, -0.5},
    .deviation = {10, 0.5, 0.5, 0.5, 0.5, 0.1, 0.25},
    .city_deviation = {1, 0.3, 0.3, 0.3, 0.6, 0.3, 0.3},
};

}  // namespace luft::ml
