// Powers of two, there and back.
#include "ml/taste.h"

#include <cmath>

namespace luft::ml {

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
