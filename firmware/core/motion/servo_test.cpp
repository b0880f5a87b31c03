#include "firmware/core/motion/servo.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "firmware/core/motor.h"

namespace luft::firmware {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class FakePulses final : public PulseOutput {
 public:
  void set_pulse_us(std::uint16_t length) override {
    lengths.push_back(length);
    on = true;
  }
  void off() override { on = false; }
  std::vector<std::uint16_t> lengths;
  bool on = false;
};

TEST(Servo, MapsAnOpeningToThePulseThatWasCalibrated) {
  FakePulses pulses;
  Servo servo({.closed_us = 2'000, .open_us = 1'100}, pulses);
  servo.drive_to(0);
  servo.drive_to(50);
  servo.drive_to(100);
  EXPECT_EQ(pulses.lengths, (std::vector<std::uint16_t>{2'000, 1'550, 1'100}));
}

TEST(Servo, FollowsTheMapOfItsArm) {
  constexpr TravelMap::Point kArm[] = {{0, 0}, {10, 50}, {100, 100}};
  FakePulses pulses;
  Servo servo({.closed_us = 1'000, .open_us = 2'000, .travel = TravelMap(kArm)}, pulses);
  servo.drive_to(10);
  EXPECT_EQ(pulses.lengths.back(), 1'500);
}

TEST(Servo, NeverGetsAPulseBeyondWhatServosStand) {
  FakePulses pulses;
  Servo servo({.closed_us = 500, .open_us = 2'500}, pulses);
  for (const double position : {-1e9, -5.0, 105.0, 1e9}) servo.drive_to(position);
  for (const auto length : pulses.lengths) {
    EXPECT_GE(length, 500);
    EXPECT_LE(length, 2'500);
  }
  EXPECT_FALSE(Servo::is_valid({.closed_us = 400, .open_us = 2'000}));
  EXPECT_FALSE(Servo::is_valid({.closed_us = 1'000, .open_us = 2'600}));
  EXPECT_FALSE(Servo::is_valid({.closed_us = 1'500, .open_us = 1'600}));
}

TEST(Servo, IsQuietAtBootAndShortlyAfterEachMovement) {
  FakePulses pulses;
  Servo servo({}, pulses);
  Motor motor({}, 40, servo);
  Uptime now{};
  for (; now < seconds{5}; now += milliseconds{10}) motor.on_tick(now);
  EXPECT_TRUE(pulses.lengths.empty()) << "no pulse, no jump";
  motor.move_to(60, now);
  while (motor.is_moving()) motor.on_tick(now += milliseconds{10});
  EXPECT_TRUE(pulses.on) << "it settles";
  for (const Uptime end = now + milliseconds{500}; now < end; now += milliseconds{10}) {
    motor.on_tick(now);
  }
  EXPECT_FALSE(pulses.on);
}

TEST(Servo, LeapsOnceAndStraightToItsTargetWhenThePowerWentInMidWay) {
  FakePulses pulses;
  Servo servo({.closed_us = 1'000, .open_us = 2'000}, pulses);
  Motor motor({}, 90, servo);
  motor.lose_position(10);
  EXPECT_FALSE(motor.knows_position());
  EXPECT_EQ(motor.position_pct(), 50) << "somewhere between";
  EXPECT_FALSE(motor.is_set_to(50)) << "nobody knows";
  Uptime now{};
  motor.move_to(50, now);
  while (motor.is_moving()) motor.on_tick(now += milliseconds{10});
  EXPECT_GE(now, milliseconds{500}) << "it takes its time";
  EXPECT_EQ(std::ranges::count(pulses.lengths, 1'500), std::ssize(pulses.lengths));
  EXPECT_TRUE(motor.knows_position());
  pulses.lengths.clear();
  motor.move_to(60, now);
  while (motor.is_moving()) motor.on_tick(now += milliseconds{10});
  EXPECT_GT(pulses.lengths.size(), 50U) << "from then on smoothly";
}

TEST(Servo, KeepsItsPulsesWhenItIsSentOnWhileSettling) {
  FakePulses pulses;
  Servo servo({}, pulses);
  servo.drive_to(10);
  servo.release();
  servo.on_tick(seconds{1});
  servo.drive_to(11);
  servo.on_tick(seconds{2});
  EXPECT_TRUE(pulses.on);
}

}  // namespace
}  // namespace luft::firmware
