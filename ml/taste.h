// What a household cares for more or less than others, as the model is told it: part of its input,
// so that one model serves all.
#pragma once

#include <array>
#include <cstddef>

#include "rooms/comfort.h"

namespace luft::ml {

// Zero: as most people. Weights are powers of two: 1 doubles a weight, -1 halves it.
struct Taste {
  double quiet = 0;     // of noise
  double fresh = 0;     // of stale air
  double warm = 0;      // of temperatures outside the comfort band
  double thrift = 0;    // of heating
  double warmer_k = 0;  // likes it warmer than the comfort band by this much, K

  friend bool operator==(const Taste&, const Taste&) = default;
};

// The same as numbers, in the order of the members.
inline constexpr std::size_t kTasteCount = 5;
using TasteNumbers = std::array<double, kTasteCount>;
[[nodiscard]] TasteNumbers numbers_of(const Taste& taste);
[[nodiscard]] Taste taste_from(const TasteNumbers& numbers);

// What a household cares for, and what the people of one room want beyond it.
[[nodiscard]] Taste operator+(const Taste& a, const Taste& b);

[[nodiscard]] rooms::ComfortWeights weights_of(const Taste& taste);

// A setting of the household, in terms of its weights (rooms::weights_for).
[[nodiscard]] Taste taste_of(rooms::Preference preference);

}  // namespace luft::ml
