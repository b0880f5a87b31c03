// Powers of two, there and back; and sums.
#include "ml/taste.h"

#include <cmath>

namespace luft::ml {

TasteNumbers numbers_of(const Taste& taste) {
  return {taste.quiet, taste.fresh, taste.warm, taste.thrift, taste.warmer_k};
}

Taste taste_from(const TasteNumbers& numbers) {
  return {.quiet = numbers[0],
          .fresh = numbers[1],
          .warm = numbers[2],
          .thrift = numbers[3],
          .warmer_k = numbers[4]};
}

Taste operator+(const Taste& a, const Taste& b) {
  return {.quiet = a.quiet + b.quiet,
          .fresh = a.fresh + b.fresh,
          .warm = a.warm + b.warm,
          .thrift = a.thrift + b.thrift,
          .warmer_k = a.warmer_k + b.warmer_k};
}

rooms::ComfortWeights weights_of(const Taste& taste) {
  rooms::ComfortWeights weights;
  weights.noise *= std::exp2(taste.quiet);
  weights.air *= std::exp2(taste.fresh);
  weights.temperature *= std::exp2(taste.warm);
  weights.temperature_empty *= std::exp2(taste.warm);
  weights.heating *= std::exp2(taste.thrift);
  return weights;
}

Taste taste_of(rooms::Preference preference) {
  const rooms::ComfortWeights usual;
  const rooms::ComfortWeights wanted = rooms::weights_for(preference);
  return {.quiet = std::log2(wanted.noise / usual.noise),
          .fresh = std::log2(wanted.air / usual.air),
          .warm = std::log2(wanted.temperature / usual.temperature),
          .thrift = std::log2(wanted.heating / usual.heating)};
}

}  // namespace luft::ml
