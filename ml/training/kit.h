// What a room can measure. Rooms are trained and judged with different kits, so that the model is
// good with the three inputs alone and better with more.
#pragma once

#include <cstdint>

#include "contract/inference.h"
#include "rooms/chance.h"

namespace luft::ml {

struct Kit {
  bool volume = true;
  bool position = true;
  bool time = true;
  bool outdoors = true;
  bool rain_and_wind = true;
  bool co2 = true;
};

enum class KitKind : std::uint8_t { three, outdoors, all };

[[nodiscard]] Kit kit_of(KitKind kind);
[[nodiscard]] Kit random_kit(rooms::Chance& chance);
[[nodiscard]] contract::InferenceRequest with_kit(contract::InferenceRequest request,
                                                  const Kit& kit);

}  // namespace luft::ml
