// What nobody would argue with: between which positions a window stands whatever the net says.
//
// A net in doubt procrastinates: the few rooms it leaves shut overheat or grow damp, the few it
// leaves open cool out. So a decision stays within these plain rules.
//   At least: from the upper end of the comfort band on, 15 points a kelvin, up to half open (which
//   airs nearly like fully open), when the outdoors is known to be 2 K cooler; ajar when nothing
//   is known of the outdoors and the room is warm, or when it is damp and the outdoors, if known,
//   is drier. Nothing while it rains. At most: shut in rain and storms, from the levels on at which
//   devices close by themselves (contract/hazard_levels.h); else the less warmth there is to spare
//   the less, down to ajar 1 K under the lower end of the band, when the outdoors is known to be 2
//   K cooler.
#pragma once

#include <cstdint>

#include "contract/inference.h"

namespace luft::ml {

struct ComfortLimits {
  double least_pct = 0;
  double most_pct = 100;  // >= least_pct
  enum class Why : std::uint8_t { temperature, humidity, rain, storm };
  Why why_least = Why::temperature;
  Why why_most = Why::temperature;
};

// `warmer_k`: the household's taste (ml/taste.h), by which the comfort band is moved.
[[nodiscard]] ComfortLimits comfort_limits(const contract::InferenceRequest& request,
                                           double warmer_k = 0);

}  // namespace luft::ml
