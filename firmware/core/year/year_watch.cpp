#include "firmware/core/year/year_watch.h"

#include <algorithm>
#include <cmath>

#include "firmware/core/year/year_life.h"

namespace luft::firmware::testing {
namespace {

// speed² / (2 acceleration), as the motor is built.
constexpr double kBraking_pct = 15.0 * 15.0 / (2 * 20.0) + 0.2;

}  // namespace

void YearWatch::on_hand(double position_pct, Uptime hold, const Motor& motor) {
  hold_left_ = hold;
  hand_pct_ = std::clamp(position_pct, kYearClosed_pct, kYearOpen_pct);
  check_hand(motor);
}

void YearWatch::on_tick(const Motor& motor, Uptime passed) {
  check_hand(motor);
  hold_left_ = std::max(Uptime{}, hold_left_ - passed);
  check_position();
}

// Where a person put it, there it stays or goes, whatever the model and its own rule want, and over
// power cuts.
void YearWatch::check_hand(const Motor& motor) {
  if (!is_held()) return;
  if (std::abs(motor.target_pct() - *hand_pct_) >= motor.settings().smallest_move_pct) {
    is_wrong("a person's hand was not obeyed");
  }
}

void YearWatch::movement_started(const Movement& movement) {
  check_position();  // of the one before
  movement_ = movement;
  ++account_.movements;
  const bool is_first_after = hand_pct_ && !is_held();
  if (is_first_after && movement.cause != contract::MoveCause::person) {
    hand_pct_.reset();
    ++account_.moved_after_a_hold;
  }
  if (movement.to_pct < kYearClosed_pct || movement.to_pct > kYearOpen_pct)
    is_wrong("beyond limits");
  if (movement.cause != contract::MoveCause::person && is_held()) {
    is_wrong("moved against a person's hand");
  }
}

// Every position that the motor was sent to lies on the way of a movement that was announced, or
// where it brakes because it was sent the other way.
void YearWatch::check_position() {
  for (const double position : driver_.positions) {
    if (position < kYearClosed_pct || position > kYearOpen_pct)
      is_wrong("the motor passed its limits");
    const bool is_on_the_way =
        movement_ && position >= std::min(movement_->from_pct, movement_->to_pct) - kBraking_pct &&
        position <= std::max(movement_->from_pct, movement_->to_pct) + kBraking_pct;
    if (!is_on_the_way) is_wrong("the motor moved without a cause");
    if (movement_ && position == movement_->to_pct) movement_.reset();  // it has arrived
  }
  driver_.positions.clear();
}

}  // namespace luft::firmware::testing
