#include "firmware/core/motion/stepper.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <optional>

#include "firmware/core/motor.h"

namespace luft::firmware {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

// A window on a spindle: coils turn it, its true position is here, and at its closed end is a
// switch. It notices a step that is none of a half-step's.
class Spindle final : public CoilOutput, public LimitSwitch {
 public:
  explicit Spindle(std::int32_t at) : true_position(at) {}

  void energise(std::uint8_t coils) override {
    warm = coils != 0;
    if (!warm || jammed) return;
    constexpr std::uint8_t kCycle[] = {1, 3, 2, 6, 4, 12, 8, 9};
    const auto now = std::find(std::begin(kCycle), std::end(kCycle), coils) - std::begin(kCycle);
    ASSERT_LT(now, 8) << "no half-step has these coils";
    if (phase) {
      const auto turned = (now - *phase + 8) % 8;
      ASSERT_TRUE(turned == 1 || turned == 7 || turned == 0) << "it skipped";
      true_position += turned == 1 ? 1 : turned == 7 ? -1 : 0;
    }
    phase = now;
    lowest = std::min(lowest, true_position);
    highest = std::max(highest, true_position);
  }
  bool is_pressed() const override { return has_switch && true_position <= 0; }

  std::int32_t true_position;
  std::int32_t lowest = INT32_MAX;
  std::int32_t highest = INT32_MIN;
  std::optional<std::ptrdiff_t> phase;
  bool warm = false;
  bool has_switch = true;
  bool jammed = false;
};

const StepperSettings kSettings{.travel_half_steps = 4'000, .back_off_half_steps = 50};

// A step every millisecond, a tick every ten.
Motor::Progress run(Motor& motor, Stepper& stepper, Uptime& now) {
  Motor::Progress progress = Motor::Progress::moving;
  while (motor.is_moving()) {
    for (int i = 0; i < 10; ++i) stepper.step();
    progress = motor.on_tick(now += milliseconds{10});
    if (now > seconds{600}) {
      ADD_FAILURE() << "it never ends";
      break;
    }
  }
  for (int i = 0; i < 2'000; ++i) stepper.step();
  return progress;
}

TEST(Stepper, GoesWhereItIsSentAndCoolsDown) {
  Spindle spindle(50 + 800);
  Stepper stepper(kSettings, spindle, &spindle);
  stepper.start_at(20);
  Motor motor({}, 20, stepper);
  Uptime now{};
  motor.move_to(70, now);
  EXPECT_EQ(run(motor, stepper, now), Motor::Progress::arrived);
  EXPECT_NEAR(spindle.true_position, 50 + 2'800, 1);
  EXPECT_FALSE(spindle.warm);
  EXPECT_LE(spindle.highest, 50 + 2'804) << "within a tenth of a percent";
}

TEST(Stepper, DoesNotTurnAtBoot) {
  Spindle spindle(850);
  Stepper stepper(kSettings, spindle, &spindle);
  stepper.start_at(20);
  stepper.lose_reference();
  Motor motor({}, 20, stepper);
  for (Uptime now{}; now < seconds{60}; now += milliseconds{10}) {
    motor.on_tick(now);
    stepper.step();
  }
  EXPECT_EQ(spindle.true_position, 850);
}

TEST(Stepper, LooksForItsSwitchBeforeItGoesOnAfterAPowerCutInMidWay) {
  Spindle spindle(2'345);
  Stepper stepper(kSettings, spindle, &spindle);
  stepper.start_at(90);  // what was remembered, and is wrong
  stepper.lose_reference();
  Motor motor({}, 90, stepper);
  Uptime now{};
  motor.move_to(50, now);
  EXPECT_EQ(run(motor, stepper, now), Motor::Progress::arrived);
  EXPECT_EQ(spindle.lowest, 0) << "it touched the switch, and went no farther";
  EXPECT_NEAR(spindle.true_position, 50 + 2'000, 1);
  EXPECT_EQ(stepper.reference(), MotorDriver::Reference::known);
}

TEST(Stepper, GivesUpWhenThereIsNoSwitch) {
  Spindle spindle(2'000);
  spindle.has_switch = false;
  spindle.jammed = true;
  Stepper stepper(kSettings, spindle, &spindle);
  Motor motor({}, 50, stepper);
  Uptime now{};
  ASSERT_TRUE(motor.calibrate(now));
  EXPECT_EQ(run(motor, stepper, now), Motor::Progress::failed);
  EXPECT_TRUE(motor.is_lost());
  EXPECT_FALSE(spindle.warm);
  EXPECT_EQ(stepper.reference(), MotorDriver::Reference::lost);
}

TEST(Stepper, ComesBackToWhereItWasAfterCalibration) {
  Spindle spindle(50 + 1'000 + 77);  // the count had slipped
  Stepper stepper(kSettings, spindle, &spindle);
  stepper.start_at(25);
  Motor motor({}, 25, stepper);
  Uptime now{};
  ASSERT_TRUE(motor.calibrate(now));
  EXPECT_EQ(run(motor, stepper, now), Motor::Progress::arrived);
  EXPECT_NEAR(spindle.true_position, 50 + 1'000, 1);
}

TEST(Stepper, StopsItsSearchWhenAPersonSaysSo) {
  Spindle spindle(3'000);
  Stepper stepper(kSettings, spindle, &spindle);
  Motor motor({}, 70, stepper);
  Uptime now{};
  ASSERT_TRUE(motor.calibrate(now));
  motor.on_tick(now += milliseconds{10});
  for (int i = 0; i < 100; ++i) stepper.step();
  motor.stop(now);
  EXPECT_EQ(run(motor, stepper, now), Motor::Progress::arrived);
  EXPECT_EQ(spindle.true_position, 2'900 + 1) << "the first step only finds the phase";
}

TEST(Stepper, LetsTheSwitchCorrectACountThatSlipped) {
  Spindle spindle(300);
  Stepper stepper(kSettings, spindle, &spindle);
  stepper.start_at(20);  // 800: it is nearer to the switch than it thinks
  Motor motor({}, 20, stepper);
  Uptime now{};
  motor.move_to(0, now);
  run(motor, stepper, now);
  EXPECT_GE(spindle.lowest, 0);
  EXPECT_NEAR(spindle.true_position, 50, 1);
}

// What the board has: the settings as built, its motor's speed, ticks of ten milliseconds.
class AsBuilt : public ::testing::Test {
 protected:
  static inline const std::int32_t kClosed = StepperSettings{}.back_off_half_steps;
  static inline const std::int32_t kTravel = StepperSettings{}.travel_half_steps;

  Motor::Progress tick() {
    for (int i = 0; i < 10; ++i) stepper_.step();
    return motor_.on_tick(now_ += milliseconds{10});
  }

  Spindle spindle_{kClosed};
  Stepper stepper_{StepperSettings{}, spindle_, &spindle_};
  Motor motor_{{}, 0, stepper_};
  Uptime now_{};
};

TEST_F(AsBuilt, HasArrivedWhenItSaysSo) {
  motor_.move_to(100, now_);
  while (tick() == Motor::Progress::moving) {
  }
  EXPECT_NEAR(spindle_.true_position, kClosed + kTravel, 1);
  EXPECT_LT(now_, seconds{10});
}

TEST_F(AsBuilt, KeepsUpWithWhereItIsSent) {
  motor_.move_to(100, now_);
  while (tick() == Motor::Progress::moving) {
    ASSERT_NEAR(spindle_.true_position - kClosed, motor_.position_pct() * kTravel / 100, 15);
  }
}

TEST_F(AsBuilt, StandsStillAfterAStop) {
  motor_.move_to(100, now_);
  while (now_ < seconds{6}) tick();
  const auto stopped = spindle_.true_position;
  motor_.stop(now_);
  EXPECT_EQ(tick(), Motor::Progress::arrived);
  for (int i = 0; i < 2'000; ++i) stepper_.step();
  EXPECT_EQ(spindle_.true_position, stopped);
  EXPECT_NEAR(motor_.position_pct(), 100.0 * (stopped - kClosed) / kTravel, 0.02);
}

TEST_F(AsBuilt, SaysThatNothingMovesWhenItsWayDoesNotLeaveTheSwitch) {
  spindle_.true_position = 0;
  spindle_.jammed = true;
  motor_.move_to(70, now_);
  auto progress = Motor::Progress::moving;
  while (progress == Motor::Progress::moving) progress = tick();
  EXPECT_EQ(progress, Motor::Progress::failed);
  EXPECT_EQ(motor_.fault(), MotorFault::did_not_move);
  EXPECT_TRUE(motor_.is_lost()) << "the model does not try again";
  EXPECT_EQ(motor_.position_pct(), 0);
  spindle_.jammed = false;
  spindle_.phase.reset();
  motor_.move_to(70, now_);
  while (tick() == Motor::Progress::moving) {
  }
  EXPECT_EQ(motor_.fault(), MotorFault::none);
  const std::int32_t way = 7 * kTravel / 10;
  EXPECT_NEAR(spindle_.true_position, kClosed + way, 1);
}

TEST(Stepper, IsSlowerWhereItsArmIsSlow) {
  constexpr TravelMap::Point kArm[] = {{0, 0}, {10, 50}, {100, 100}};
  Spindle spindle(0);
  const Stepper even({}, spindle, &spindle);
  const Stepper arm({.travel = TravelMap(kArm)}, spindle, &spindle);
  EXPECT_NEAR(even.fastest_pct_per_s(), 11.6, 0.1);
  EXPECT_NEAR(arm.fastest_pct_per_s(), even.fastest_pct_per_s() / 5, 1e-9);
}

TEST(Stepper, WithoutASwitchTrustsWhatWasRemembered) {
  Spindle spindle(1'000);
  Stepper stepper(kSettings, spindle, nullptr);
  stepper.lose_reference();
  EXPECT_EQ(stepper.reference(), MotorDriver::Reference::known);
  Motor motor({}, 25, stepper);
  EXPECT_FALSE(motor.calibrate(seconds{0}));
}

}  // namespace
}  // namespace luft::firmware
