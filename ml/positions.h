// The positions the model chooses between: few enough to score each, close enough together where
// a little more makes a difference (a window half open airs nearly like one fully open).
#pragma once

#include <array>
#include <cmath>
#include <cstddef>

namespace luft::ml {

inline constexpr std::size_t kPositionCount = 6;
inline constexpr std::array<double, kPositionCount> kPositionsPct{0, 10, 25, 50, 75, 100};

// Index of the position nearest to `pct`.
inline std::size_t nearest_position(double pct) {
  std::size_t nearest = 0;
  for (std::size_t i = 1; i < kPositionCount; ++i) {
    if (std::abs(kPositionsPct[i] - pct) < std::abs(kPositionsPct[nearest] - pct)) nearest = i;
  }
  return nearest;
}

}  // namespace luft::ml
