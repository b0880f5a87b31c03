#include "ml/behaviour/window_inputs.h"

#include <algorithm>
#include <cmath>

namespace luft::ml {
namespace {

constexpr double kMildOutdoorsC = 18;
constexpr double kUsualDifferenceK = 3;  // indoors less outdoors, where that is not known

double or_zero(double term) {
  return std::isnan(term) ? 0 : term;
}

double comfort_c(const Quantities& measured) {
  double used_to_c = at(measured, Quantity::outdoor_running_mean_c);
  if (std::isnan(used_to_c)) used_to_c = at(measured, Quantity::outdoor_temp_c);
  if (std::isnan(used_to_c)) used_to_c = at(measured, Quantity::temp_c) - kUsualDifferenceK;
  return 18.8 + 0.33 * std::clamp(used_to_c, 10.0, 30.0);
}

}  // namespace

WindowTerms window_terms(const Quantities& measured) {
  const double indoors_c = at(measured, Quantity::temp_c);
  const double outdoors_c = at(measured, Quantity::outdoor_temp_c);
  const double warmth = or_zero((indoors_c - comfort_c(measured)) / 5);
  return {1,
          std::min(warmth, 0.0),
          std::max(warmth, 0.0),
          or_zero((at(measured, Quantity::humidity_pct) - 50) / 15),
          or_zero(at(measured, Quantity::can_be_cooled) - 0.5),
          std::min(or_zero((outdoors_c - kMildOutdoorsC) / 10), 0.0),
          std::max(or_zero((outdoors_c - indoors_c) / 5), 0.0)};
}

}  // namespace luft::ml
