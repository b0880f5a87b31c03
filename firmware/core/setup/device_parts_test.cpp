#include "firmware/core/setup/device_parts.h"

#include <gtest/gtest.h>

#include "firmware/core/setup/time_zone.h"

namespace luft::firmware {
namespace {

TEST(DeviceParts, AreAsBuiltUntilSomebodySetsThem) {
  const DeviceSetup setup;
  EXPECT_EQ(servo_of(setup).travel.travel_pct(50), 50);
  EXPECT_EQ(stepper_of(setup).travel_half_steps, StepperSettings{}.travel_half_steps);
  EXPECT_EQ(motor_of(setup).open_limit_pct, 100);
  EXPECT_EQ(microphone_of(setup).offset_db, 0);
  EXPECT_EQ(time_zone_of(setup), kDefaultTimeZone);
}

TEST(DeviceParts, AreAsThePersonMeasuredThem) {
  DeviceSetup setup;
  ASSERT_TRUE(read_setup(
      "network=Home&id=kitchen&host=h&actuator=stepper&servo_closed_us=2000&servo_open_us=900&"
      "most_open_pct=80&travel_half_steps=4096&travel=5%3A30+60%3A70&sound_offset_db=-1.5&"
      "time_zone=UTC0",
      setup));
  EXPECT_EQ(servo_of(setup).closed_us, 2'000);
  EXPECT_EQ(servo_of(setup).open_us, 900);
  EXPECT_EQ(servo_of(setup).travel.travel_pct(5), 30);
  EXPECT_EQ(stepper_of(setup).travel.travel_pct(60), 70);
  EXPECT_EQ(stepper_of(setup).travel_half_steps, 4'096);
  EXPECT_EQ(motor_of(setup).open_limit_pct, 80);
  EXPECT_EQ(microphone_of(setup).offset_db, -1.5);
  EXPECT_EQ(time_zone_of(setup), "UTC0");
}

}  // namespace
}  // namespace luft::firmware
