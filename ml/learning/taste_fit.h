// What the people of one room want otherwise than the model does, from what they chose by hand: the
// numbers of ml/taste.h, so that it decides for them as for a household that was like that from the
// start.
//
// The net was taught, in homes of every taste, how each number moves its decision; a wish says how
// far a window was moved from where the model had put it. So the numbers are those of a multinomial
// logistic regression whose prior is how households differ, with wishes that fit nothing counting
// less. Without evidence all stay zero.
#pragma once

#include <array>
#include <span>

#include "ml/learning/wish.h"
#include "ml/positions.h"
#include "ml/predictor.h"

namespace luft::ml {

// A wish with what the net makes of that room.
struct HeardWish {
  std::array<double, kPositionCount> logits{};        // of each position, for people like most
  std::array<TasteNumbers, kPositionCount> slopes{};  // of these, with each number of the taste
  std::size_t wanted = 0;                             // position, as an index
  double weight = 1;                                  // the older, the less
};

// `household`: the taste that the room is asked about with; `learned`: what was in force beyond it
// when the window was moved. What the model remembered of the room then is not known: how its
// decision hangs on the taste is asked as if the room had been like that for some hours. Where the
// window stood, it chose with all that it remembered.
[[nodiscard]] HeardWish hear(const Wish& wish, const Taste& household, const Taste& learned,
                             Predictor& predictor);

// Whether what was wanted lay within low..high of what the model would have decided there, asked in
// the same way.
[[nodiscard]] bool is_within_interval(const Wish& wish, const Taste& household,
                                      Predictor& predictor);

// Deterministic; takes well under a millisecond for a hundred wishes. Within what the net was
// trained on.
[[nodiscard]] Taste fit_taste(std::span<const HeardWish> wishes);

// What speaks for a taste, in nats. One wish in five is taken to follow nothing (any position
// alike), so that one odd wish never outweighs many.
struct Evidence {
  double over_model = 0;   // by which it explains the wishes better than no taste does, less what
                           // so unusual a taste costs by the prior
  double over_chance = 0;  // by which it explains each wish, on average, better than chance does
};
[[nodiscard]] Evidence evidence_for(const Taste& taste, std::span<const HeardWish> wishes);

}  // namespace luft::ml
