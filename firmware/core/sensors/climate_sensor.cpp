#include "firmware/core/sensors/climate_sensor.h"

#include <array>

namespace luft::firmware {

std::string_view name(SensorTrouble trouble) {
  static constexpr std::array<std::string_view, kSensorTroubles> kNames{
      "", "no answer", "another chip", "bad timing", "bad checksum", "implausible"};
  return kNames[static_cast<std::size_t>(trouble)];
}

}  // namespace luft::firmware
