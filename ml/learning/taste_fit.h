// What the people of one room want otherwise than the model does, from what they chose by hand: the
// five numbers of ml/taste.h that the net reads beside the room's, so that it decides for them as
// for a household that was like that from the start.
//
// The net says how its choice moves with each number; a wish says from where to where it should
// have moved. The numbers are the most probable ones, as in a ridge regression, with wishes that
// fit nothing counting less and less. Without evidence all stay zero.
#pragma once

#include <array>
#include <span>

#include "ml/learning/wish.h"
#include "ml/predictor.h"

namespace luft::ml {

// A wish with what the net makes of that room. Choices are logits of the opening's root, as the net
// says them (`opening_of`).
struct HeardWish {
  double choice = 0;      // the model's
  double wanted = 0;      // the people's
  TasteNumbers slopes{};  // of the model's choice with each number of the taste
  double weight = 1;      // the older, the less
};

// `household`: the taste that the room is asked about with. What the model remembered of the room
// then is not known: it is asked as if the room had been like that for some hours.
[[nodiscard]] HeardWish hear(const Wish& wish, const Taste& household, Predictor& predictor);

// Deterministic; takes well under a millisecond for a hundred wishes.
[[nodiscard]] Taste fit_taste(std::span<const HeardWish> wishes);

// ln of the density of a wish under a taste, over the opening's root (0..1), as if one in five
// wishes were made for reasons that no model knows (any opening alike): one odd wish then never
// outweighs many. Chance alone has 0.
[[nodiscard]] double log_likelihood(const HeardWish& wish, const Taste& taste);

}  // namespace luft::ml
