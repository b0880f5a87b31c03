#include "firmware/core/simple_rule.h"

#include <algorithm>
#include <cmath>

namespace luft::firmware {
namespace {

constexpr double kGapPct = 10;
constexpr double kStepPct = 10;

// 0 at `from`, 1 at `to`, straight between.
double share(double value, double from, double to) {
  return std::clamp((value - from) / (to - from), 0.0, 1.0);
}

}  // namespace

// Bounds: the comfort band of a lightly dressed person (20-26 °C), mould above 70 % humidity, and
// CO2 from 1,000 ppm on. A cold room closes whatever else is asked, down to the gap.
double simple_rule_pct(const RoomNow& room) {
  double wanted = kGapPct;
  if (room.temperature_c) wanted += 60 * share(*room.temperature_c, 24, 28);
  if (room.humidity_pct) wanted = std::max(wanted, 40 * share(*room.humidity_pct, 60, 80));
  if (room.co2_ppm) wanted = std::max(wanted, 60 * share(*room.co2_ppm, 900, 1'800));
  if (room.temperature_c) wanted *= share(*room.temperature_c, 16, 20);
  return std::round(wanted / kStepPct) * kStepPct;
}

}  // namespace luft::firmware
