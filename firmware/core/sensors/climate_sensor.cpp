#include "firmware/core/sensors/climate_sensor.h"

namespace luft::firmware {

std::string_view name(SensorTrouble trouble) {
  switch (trouble) {
    case SensorTrouble::none:
      return "none";
    case SensorTrouble::no_answer:
      return "no answer: check power and data wires";
    case SensorTrouble::other_chip:
      return "another chip answers at this address";
    case SensorTrouble::bad_timing:
      return "pulses out of time: check the pull-up and the wire's length";
    case SensorTrouble::bad_checksum:
      return "checksum wrong: check the wire";
    case SensorTrouble::implausible:
      return "values that no room has";
  }
  return "unknown";
}

}  // namespace luft::firmware
