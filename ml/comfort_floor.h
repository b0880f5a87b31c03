// The least a window opens while a room is too warm and the outdoors would cool it.
//
// A net in doubt procrastinates, and the few rooms it leaves shut overheat. So a decision is never
// below this plain rule: from 2 K under the upper end of the comfort band on, 12 points a kelvin,
// up to half open (which airs nearly like fully open); nothing while it rains, or when the outdoors
// is not known to be cooler.
#pragma once

#include "contract/inference.h"

namespace luft::ml {

[[nodiscard]] double comfort_floor_pct(const contract::InferenceRequest& request);

}  // namespace luft::ml
