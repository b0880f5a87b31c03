#include "firmware/core/setup/device_parts.h"

#include "contract/number.h"
#include "firmware/core/setup/time_zone.h"

namespace luft::firmware {
namespace {

TravelMap travel_of(const DeviceSetup& setup) {
  return TravelMap::from_text(setup.travel.view()).value_or(TravelMap{});
}

}  // namespace

ServoSettings servo_of(const DeviceSetup& setup) {
  return {.closed_us = setup.servo_closed_us,
          .open_us = setup.servo_open_us,
          .travel = travel_of(setup)};
}

StepperSettings stepper_of(const DeviceSetup& setup) {
  return {.travel_half_steps = setup.travel_half_steps, .travel = travel_of(setup)};
}

MotorSettings motor_of(const DeviceSetup& setup) {
  return {.open_limit_pct = static_cast<double>(setup.most_open_pct)};
}

sound::Microphone microphone_of(const DeviceSetup& setup) {
  return {.offset_db = contract::parse_number(setup.sound_offset_db.view()).value_or(0)};
}

std::string_view time_zone_of(const DeviceSetup& setup) {
  return setup.time_zone.empty() ? kDefaultTimeZone : setup.time_zone.view();
}

}  // namespace luft::firmware
