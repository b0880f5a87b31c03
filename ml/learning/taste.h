// What one room's people want otherwise than the model does: a handful of numbers that lean its
// choice between positions, fitted to what they chose by hand.
//
//   choice[k] = max(choice[k], best - 3) + own . terms(room, k)
//
// How much worse than the best a position is matters only as far as "hardly ever": beyond that the
// net's scores mean nothing (it was never taught by how much never is more than never), and a taste
// would have to lean by whatever chance left there.
// The terms grow with how far position k is open, alone and with warmth and noise: so that "more
// air", "half open rather than wide", "cooler" and "quieter" can each be said. Fitting is the
// regression of learning/logistic.h: each wish is a position preferred to each of the others, the
// model's own scores are the offsets, and without evidence all numbers stay zero.
#pragma once

#include <array>
#include <cstddef>
#include <span>

#include "contract/inference.h"
#include "ml/model/net.h"

namespace luft::ml {

inline constexpr std::size_t kTasteTermCount = 4;

struct Taste {
  std::array<double, kTasteTermCount> own{};  // of: openness, its square, with warmth, with noise

  friend bool operator==(const Taste&, const Taste&) = default;
};

// Adds a taste to what the net said.
void lean(NetOutput& output, const contract::InferenceRequest& room, const Taste& taste);

// A wish with what the net said of that room.
struct HeardWish {
  contract::InferenceRequest room;
  NetOutput output;
  std::size_t position = 0;  // index of the position nearest to the wish
  double weight = 1;         // the older, the less
};

// Deterministic; takes about a millisecond for a hundred wishes.
[[nodiscard]] Taste fit_taste(std::span<const HeardWish> wishes);

// ln of the probability of a wish under a taste, as if one in five wishes were made for reasons
// that no model knows (any position alike): one odd wish then never outweighs many.
[[nodiscard]] double log_likelihood(const HeardWish& wish, const Taste& taste);

// The same when all positions are alike: what a person chooses who chooses at random.
[[nodiscard]] double log_likelihood_at_random();

}  // namespace luft::ml
