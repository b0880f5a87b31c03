#include "hub/intake/outdoor_hazards.h"

#include "contract/hazard_levels.h"

namespace luft::hub {

using contract::Metric;

bool OutdoorHazards::watches(Metric metric) {
  return metric == Metric::rain || metric == Metric::wind_speed;
}

bool OutdoorHazards::begins_with(const LiveReading& reading) {
  if (!watches(reading.metric)) return false;
  const bool is_rain = reading.metric == Metric::rain;
  const double begins = is_rain ? contract::kRainBegins_mm_h : contract::kStormBegins_m_s;
  const double ends = is_rain ? contract::kRainEnds_mm_h : contract::kStormEnds_m_s;
  Gauge& gauge = gauges_[{reading.device, reading.metric}];
  const bool was_on = gauge.on && reading.sampled - gauge.last <= freshness_;
  gauge.on = reading.value >= (was_on ? ends : begins);
  gauge.last = reading.sampled;
  return gauge.on && !was_on;
}

}  // namespace luft::hub
