// What a setup means to the parts that it names.
#pragma once

#include "firmware/core/motion/servo.h"
#include "firmware/core/motion/stepper.h"
#include "firmware/core/motor.h"
#include "firmware/core/setup/device_setup.h"
#include "sound/level.h"

namespace luft::firmware {

// `setup` is one that read_setup() accepted, or as it is built.
[[nodiscard]] ServoSettings servo_of(const DeviceSetup& setup);
[[nodiscard]] StepperSettings stepper_of(const DeviceSetup& setup);
[[nodiscard]] MotorSettings motor_of(const DeviceSetup& setup);
[[nodiscard]] sound::Microphone microphone_of(const DeviceSetup& setup);
[[nodiscard]] std::string_view time_zone_of(const DeviceSetup& setup);

}  // namespace luft::firmware
