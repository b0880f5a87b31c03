#include "firmware/core/motor.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "firmware/core/fake_ports.h"

namespace luft::firmware {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class MotorTest : public ::testing::Test {
 protected:
  // Ticks until the motor rests, and returns when that was.
  Uptime run(Motor& motor, Uptime now) {
    while (motor.is_moving()) {
      now += milliseconds{10};
      motor.on_tick(now);
      if (now > seconds{100}) {
        ADD_FAILURE() << "the motor never arrives";
        break;
      }
    }
    return now;
  }
  testing::FakeMotorDriver driver_;
};

TEST_F(MotorTest, NeverMovesBeforeItIsAskedTo) {
  Motor motor({}, 37, driver_);
  for (Uptime now{}; now < seconds{10}; now += milliseconds{100}) motor.on_tick(now);
  EXPECT_TRUE(driver_.positions.empty());
  EXPECT_EQ(motor.position_pct(), 37);
}

TEST_F(MotorTest, ArrivesExactlyAndReleasesTheDriver) {
  Motor motor({}, 0, driver_);
  motor.move_to(62.5, seconds{0});
  run(motor, seconds{0});
  EXPECT_EQ(motor.position_pct(), 62.5);
  EXPECT_EQ(driver_.positions.back(), 62.5);
  EXPECT_EQ(driver_.releases, 1);
}

TEST_F(MotorTest, KeepsToItsSpeedAndAcceleration) {
  const MotorSettings settings;
  Motor motor(settings, 0, driver_);
  motor.move_to(100, seconds{0});
  const Uptime took = run(motor, seconds{0});
  double speed = 0;
  for (std::size_t i = 1; i < driver_.positions.size(); ++i) {
    const double next = (driver_.positions[i] - driver_.positions[i - 1]) / 0.01;
    EXPECT_GE(next, -1e-9) << "it never goes back";
    EXPECT_LE(next, settings.speed_pct_per_s + 1e-6);
    if (i + 1 < driver_.positions.size()) {
      EXPECT_LE(std::abs(next - speed), settings.acceleration_pct_per_s2 * 0.01 * 4);
    }
    speed = next;
  }
  // 100 % at 15 %/s with 0.75 s of speeding up and slowing down: 6.67 s + 0.75 s.
  EXPECT_NEAR(static_cast<double>(took.count()), 7'417, 100);
}

TEST_F(MotorTest, NeverPassesItsMechanicalLimits) {
  Motor motor({.closed_limit_pct = 5, .open_limit_pct = 80}, 0, driver_);
  EXPECT_EQ(motor.position_pct(), 5);
  motor.move_to(100, seconds{0});
  const Uptime now = run(motor, seconds{0});
  EXPECT_EQ(motor.position_pct(), 80);
  motor.move_to(-20, now);
  run(motor, now);
  EXPECT_EQ(motor.position_pct(), 5);
  EXPECT_LE(*std::ranges::max_element(driver_.positions), 80);
  EXPECT_GE(*std::ranges::min_element(driver_.positions), 5);
}

TEST_F(MotorTest, TurnsRoundSmoothlyWhenRedirected) {
  const MotorSettings settings;
  Motor motor(settings, 0, driver_);
  motor.move_to(100, seconds{0});
  for (Uptime now{}; now <= seconds{3}; now += milliseconds{10}) motor.on_tick(now);
  const double furthest_at_turn = motor.position_pct();
  motor.move_to(10, seconds{3});
  run(motor, seconds{3});
  EXPECT_EQ(motor.position_pct(), 10);
  const double furthest = *std::ranges::max_element(driver_.positions);
  EXPECT_GT(furthest, furthest_at_turn) << "it brakes before it turns";
  EXPECT_LT(furthest, furthest_at_turn + 7);
}

TEST_F(MotorTest, StopsWhereItIsWhenTold) {
  Motor motor({}, 0, driver_);
  motor.move_to(100, seconds{0});
  for (Uptime now{}; now < seconds{3}; now += milliseconds{10}) motor.on_tick(now);
  motor.stop(seconds{3});
  const double stopped = motor.position_pct();
  EXPECT_EQ(motor.on_tick(seconds{4}), Motor::Progress::arrived);
  EXPECT_EQ(motor.position_pct(), stopped);
  EXPECT_EQ(motor.target_pct(), stopped);
}

TEST_F(MotorTest, TakesTheSameSetPointAsNoMove) {
  Motor motor({}, 50, driver_);
  EXPECT_TRUE(motor.is_set_to(50.4));
  EXPECT_FALSE(motor.is_set_to(52));
  motor.move_to(100, seconds{0});
  EXPECT_TRUE(motor.is_set_to(100)) << "on its way there already";
  EXPECT_TRUE(motor.is_set_to(120)) << "which is as far as it goes";
}

TEST_F(MotorTest, RestsBetweenMovements) {
  Motor motor({.rest_between_moves = seconds{60}}, 0, driver_);
  EXPECT_TRUE(motor.has_rested(seconds{0})) << "before the first";
  motor.move_to(10, seconds{0});
  EXPECT_FALSE(motor.has_rested(seconds{1}));
  const Uptime ended = run(motor, seconds{0});
  EXPECT_FALSE(motor.has_rested(ended + seconds{59}));
  EXPECT_TRUE(motor.has_rested(ended + seconds{60}));
}

TEST_F(MotorTest, MovesTheSameAtWhateverRateItIsTickedWithinWhatIsCaughtUp) {
  Motor motor({}, 0, driver_);
  motor.move_to(100, seconds{0});
  for (Uptime now{}; now <= seconds{3}; now += Motor::kMostCaughtUp) motor.on_tick(now);
  testing::FakeMotorDriver other_driver;
  Motor other({}, 0, other_driver);
  other.move_to(100, seconds{0});
  for (Uptime now{}; now <= seconds{3}; now += milliseconds{7}) other.on_tick(now);
  other.on_tick(seconds{3});
  EXPECT_DOUBLE_EQ(other.position_pct(), motor.position_pct());
}

TEST_F(MotorTest, GoesOnWithoutALeapAfterALoopThatStalled) {
  const MotorSettings settings;
  Motor motor(settings, 0, driver_);
  motor.move_to(100, seconds{0});
  Uptime now{};
  for (; now < seconds{2}; now += milliseconds{10}) motor.on_tick(now);
  const double before = motor.position_pct();
  motor.on_tick(now += seconds{5});
  EXPECT_GT(motor.position_pct(), before);
  EXPECT_LE(motor.position_pct(), before + 0.15 * settings.speed_pct_per_s + 1e-9);
  run(motor, now);
  EXPECT_EQ(motor.position_pct(), 100);
}

TEST_F(MotorTest, HasArrivedOnlyWhenItsDriverHas) {
  Motor motor({}, 0, driver_);
  driver_.stands = MotorDriver::Standing::on_the_way;
  motor.move_to(10, seconds{0});
  Uptime now{};
  for (; now < seconds{4}; now += milliseconds{10}) {
    ASSERT_EQ(motor.on_tick(now), Motor::Progress::moving) << now.count();
  }
  driver_.stands = MotorDriver::Standing::there;
  EXPECT_EQ(motor.on_tick(now), Motor::Progress::arrived);
}

TEST_F(MotorTest, SaysWhereItStoppedShortWhenItsDriverNeverGetsThere) {
  Motor motor({}, 0, driver_);
  driver_.stands = MotorDriver::Standing::on_the_way;
  driver_.stands_at = 4;
  motor.move_to(10, seconds{0});
  run(motor, seconds{0});
  EXPECT_EQ(motor.fault(), MotorFault::stopped_short);
  EXPECT_EQ(motor.position_pct(), 4);
  EXPECT_EQ(motor.target_pct(), 4);
  EXPECT_FALSE(motor.is_lost()) << "it knows where it is";
  driver_.stands = MotorDriver::Standing::there;
  motor.move_to(20, seconds{50});
  run(motor, seconds{50});
  EXPECT_EQ(motor.fault(), MotorFault::none);
}

TEST_F(MotorTest, StopsWhereItsDriverIs) {
  Motor motor({}, 0, driver_);
  motor.move_to(100, seconds{0});
  for (Uptime now{}; now < seconds{3}; now += milliseconds{10}) motor.on_tick(now);
  driver_.stands_at = 30;  // behind
  motor.stop(seconds{3});
  EXPECT_EQ(motor.on_tick(seconds{3}), Motor::Progress::arrived);
  EXPECT_EQ(motor.position_pct(), 30);
  EXPECT_EQ(driver_.positions.back(), 30);
}

}  // namespace
}  // namespace luft::firmware
