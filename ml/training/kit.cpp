// Kits hide what a room does not measure.
#include "ml/training/kit.h"

namespace luft::ml {

Kit kit_of(KitKind kind) {
  switch (kind) {
    case KitKind::three:
      return {.outdoors = false, .rain_and_wind = false, .co2 = false};
    case KitKind::outdoors:
      return {.co2 = false};
    case KitKind::all:
      break;
  }
  return {};
}

Kit random_kit(rooms::Chance& chance) {
  Kit kit;
  kit.volume = chance.happens(0.9);
  kit.position = chance.happens(0.95);
  kit.time = chance.happens(0.92);
  kit.outdoors = chance.happens(0.55);
  kit.rain_and_wind = kit.outdoors && chance.happens(0.75);
  kit.co2 = chance.happens(0.15);
  return kit;
}

contract::InferenceRequest with_kit(contract::InferenceRequest request, const Kit& kit) {
  if (!kit.volume) request.volume_dba.reset();
  if (!kit.position) request.position_pct.reset();
  if (!kit.time) request.time_ms.reset();
  if (!kit.outdoors) {
    request.outdoor_temp_c.reset();
    request.outdoor_humidity_pct.reset();
  }
  if (!kit.rain_and_wind) {
    request.rain_mm_per_h.reset();
    request.wind_speed_m_s.reset();
  }
  if (!kit.co2) request.co2_ppm.reset();
  return request;
}

}  // namespace luft::ml
