// The band, the household's weights, and the terms on plain numbers.
#include "rooms/comfort.h"

#include <algorithm>
#include <cmath>

#include "rooms/comfort_terms.h"

namespace luft::rooms {

ComfortWeights weights_for(Preference preference) {
  ComfortWeights weights;
  switch (preference) {
    case Preference::balanced:
      break;
    case Preference::quiet:
      weights.noise *= 2;
      break;
    case Preference::fresh:
      weights.air *= 2;
      break;
    case Preference::warm:
      weights.temperature *= 2;
      weights.temperature_empty *= 2;
      break;
  }
  return weights;
}

ComfortBand comfort_band(double running_mean_temp_c) {
  const double comfort_c = 0.33 * std::clamp(running_mean_temp_c, 10.0, 30.0) + 18.8;
  return {.low_c = comfort_c - 4, .high_c = comfort_c + 3};
}

CostTerms cost_of(const ComfortWeights& weights, const Home& home, const RoomState& state,
                  const Moment& moment, double opening, double heating_j, double dt_s) {
  return cost_terms(weights, home, state, moment, opening, heating_j, dt_s);
}

CostTerms cost_of_move(const ComfortWeights& weights, double from, double to) {
  CostTerms cost;
  cost.motor = weights.motor * std::abs(to - from);
  return cost;
}

}  // namespace luft::rooms
