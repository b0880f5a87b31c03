// Somebody in a simulated home who may take the window into their hands, and the model that decides
// there for the rest of the time.
//
// A person looks at the window every quarter of an hour while awake and there. When, by their own
// taste, another position would be clearly better for the next two hours (they know what these
// bring), they move the window there and hold it for that time. Every night the model may learn
// from that, exactly as luft-ml does (learning/increment.h).
#pragma once

#include <cstddef>
#include <cstdint>

#include "ml/predictor.h"
#include "ml/training/episode.h"
#include "ml/training/kit.h"

namespace luft::ml {

enum class Learns : std::uint8_t {
  no,
  nightly,
  told,  // knows the taste from the start
};

// When and where people move the window.
enum class Hand : std::uint8_t {
  by_taste,
  at_random,  // by the dice, to anywhere, about once a day
  none,       // they leave it to the model
};

struct Stay {
  Learns learns = Learns::no;
  std::size_t days_before = 5;  // in which the model gets to know the person; then days that count
  Hand hand = Hand::by_taste;   // in the days before
  Hand hand_counted = Hand::by_taste;
  KitKind kit = KitKind::three;
};

struct Lived {
  double overrides = 0;          // in the days that count
  double cost = 0;               // by the episode's taste, in the days that count
  double nights_with_taste = 0;  // of all
};

// Lives the whole episode. Deterministic.
[[nodiscard]] Lived live_with_people(const Episode& episode, Predictor& predictor,
                                     const Stay& stay);

}  // namespace luft::ml
