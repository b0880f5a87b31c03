#include "firmware/core/motor.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace luft::firmware {
namespace {

constexpr Uptime kStep{10};
constexpr double kStepSeconds = 0.01;
// A driver that follows at its own pace may come this much later than it was sent.
constexpr Uptime kLongestLag = std::chrono::seconds{5};

}  // namespace

Motor::Motor(const MotorSettings& settings, double position_pct, MotorDriver& driver)
    : settings_(settings), driver_(driver) {
  assert(settings.closed_limit_pct < settings.open_limit_pct);
  assert(settings.speed_pct_per_s > 0 && settings.acceleration_pct_per_s2 > 0);
  settings_.speed_pct_per_s = std::min(settings.speed_pct_per_s, driver.fastest_pct_per_s());
  position_pct_ = target_pct_ = origin_pct_ = within_limits(position_pct);
}

void Motor::lose_position(double from_pct) {
  driver_.lose_reference();
  if (knows_position()) return;
  position_pct_ = target_pct_ = origin_pct_ = within_limits((from_pct + position_pct_) / 2);
}

bool Motor::knows_position() const {
  return driver_.reference() == MotorDriver::Reference::known;
}

double Motor::within_limits(double position_pct) const {
  return std::clamp(position_pct, settings_.closed_limit_pct, settings_.open_limit_pct);
}

bool Motor::is_set_to(double target_pct) const {
  if (!moving_ && !knows_position()) return false;
  return std::abs(within_limits(target_pct) - target_pct_) < settings_.smallest_move_pct;
}

bool Motor::has_rested(Uptime now) const {
  if (moving_) return false;
  return came_to_rest_ == kNever || now - came_to_rest_ >= settings_.rest_between_moves;
}

void Motor::move_to(double target_pct, Uptime now) {
  target_pct_ = within_limits(target_pct);
  origin_pct_ = position_pct_;
  if (moving_) return;
  moving_ = true;
  seeking_ = !knows_position() && driver_.can_seek();
  if (!knows_position() && !seeking_) position_pct_ = target_pct_;  // in one leap
  speed_pct_per_s_ = 0;
  stepped_to_ = now;
}

bool Motor::calibrate(Uptime now) {
  if (!driver_.can_seek()) return false;
  driver_.lose_reference();
  move_to(target_pct_, now);
  seeking_ = true;  // also in the middle of a movement
  return true;
}

void Motor::stop(Uptime now) {
  if (!moving_) return;
  if (seeking_) {
    driver_.release();  // ends the search
  } else {
    position_pct_ = within_limits(driver_.halt(position_pct_));
  }
  seeking_ = false;
  stepped_to_ = now;
  target_pct_ = position_pct_;
  speed_pct_per_s_ = 0;
}

Motor::Progress Motor::on_tick(Uptime now) {
  driver_.on_tick(now);
  if (!moving_) return Progress::idle;
  if (seeking_) return seek(now);
  if (position_pct_ != target_pct_) stepped_to_ = std::max(stepped_to_, now - kMostCaughtUp);
  while (stepped_to_ + kStep <= now && position_pct_ != target_pct_) {
    stepped_to_ += kStep;
    step();
  }
  driver_.drive_to(position_pct_);
  const auto standing = driver_.standing();
  if (standing == MotorDriver::Standing::blocked) return fail(MotorFault::did_not_move, now);
  if (position_pct_ != target_pct_) return Progress::moving;
  if (standing == MotorDriver::Standing::there) return end(Progress::arrived, now);
  return now - stepped_to_ <= kLongestLag ? Progress::moving : fail(MotorFault::stopped_short, now);
}

// The reference is at closed, whatever was remembered; from there the movement goes on.
Motor::Progress Motor::seek(Uptime now) {
  switch (driver_.seek_reference()) {
    case MotorDriver::Seeking::seeking:
      return Progress::moving;
    case MotorDriver::Seeking::found:
      seeking_ = false;
      lost_ = false;
      position_pct_ = origin_pct_ = settings_.closed_limit_pct;
      speed_pct_per_s_ = 0;
      stepped_to_ = now;
      return Progress::moving;
    case MotorDriver::Seeking::failed:
      break;
  }
  return fail(MotorFault::limit_not_found, now);
}

Motor::Progress Motor::fail(MotorFault fault, Uptime now) {
  fault_ = fault;
  if (!seeking_) position_pct_ = within_limits(driver_.halt(position_pct_));
  lost_ = !knows_position();
  target_pct_ = position_pct_;
  return end(Progress::failed, now);
}

Motor::Progress Motor::end(Progress how, Uptime now) {
  moving_ = false;
  seeking_ = false;
  speed_pct_per_s_ = 0;
  came_to_rest_ = now;
  origin_pct_ = position_pct_;
  if (how == Progress::arrived && knows_position()) fault_ = MotorFault::none;
  driver_.release();
  return how;
}

// A trapezoid that can be redirected at any time: the speed heads for the fastest from which the
// motor can still brake before the target, and changes no faster than the acceleration allows.
void Motor::step() {
  const double change = settings_.acceleration_pct_per_s2 * kStepSeconds;
  const double distance = target_pct_ - position_pct_;
  const double brakeable = std::sqrt(2.0 * settings_.acceleration_pct_per_s2 * std::abs(distance));
  const double wanted = std::copysign(std::min(brakeable, settings_.speed_pct_per_s), distance);
  speed_pct_per_s_ = std::clamp(wanted, speed_pct_per_s_ - change, speed_pct_per_s_ + change);
  const double travel = speed_pct_per_s_ * kStepSeconds;
  const bool slow_enough = std::abs(speed_pct_per_s_) <= 3.0 * change;
  if (slow_enough && std::abs(distance) <= std::max(std::abs(travel), 0.05)) {
    position_pct_ = target_pct_;
    return;
  }
  position_pct_ = within_limits(position_pct_ + travel);
}

}  // namespace luft::firmware
