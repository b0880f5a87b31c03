#include "firmware/core/motion/stepper.h"

#include <array>
#include <cassert>
#include <cmath>

namespace luft::firmware {
namespace {

// One coil, two, the next one …: half-steps double the resolution and halve the jerk.
constexpr std::array<std::uint8_t, 8> kHalfSteps{0b0001, 0b0011, 0b0010, 0b0110,
                                                 0b0100, 0b1100, 0b1000, 0b1001};
// So much slower than it is stepped: then it catches up after a late tick.
constexpr double kReserve = 0.05;
// Of the whole way: what has turned so far without leaving the switch does not move the window.
constexpr std::int32_t kPatience = 16;

}  // namespace

Stepper::Stepper(const StepperSettings& settings, CoilOutput& coils, const LimitSwitch* limit)
    : settings_(settings), coils_(coils), limit_(limit) {
  assert(settings.travel_half_steps > 0 && settings.back_off_half_steps >= 0);
}

std::int32_t Stepper::half_steps(double position_pct) const {
  const double share = settings_.travel.travel_pct(position_pct) / 100;
  return static_cast<std::int32_t>(std::lround(share * settings_.travel_half_steps));
}

void Stepper::start_at(double position_pct) {
  position_ = target_ = half_steps(position_pct);
}

void Stepper::drive_to(double position_pct) {
  target_ = half_steps(position_pct);
  powered_ = true;
}

void Stepper::release() {
  powered_ = false;  // once it has arrived
  search_ = Search::none;
}

MotorDriver::Standing Stepper::standing() const {
  if (blocked_) return Standing::blocked;
  return known_ && target_ != position_ ? Standing::on_the_way : Standing::there;
}

double Stepper::halt(double /*sent_to_pct*/) {
  const std::int32_t position = position_;
  target_ = position;
  return settings_.travel.opening_pct(100.0 * position / settings_.travel_half_steps);
}

double Stepper::fastest_pct_per_s() const {
  return 100.0 * (1 - kReserve) * settings_.half_steps_per_s / settings_.travel_half_steps /
         settings_.travel.steepest();
}

MotorDriver::Reference Stepper::reference() const {
  return known_ ? Reference::known : Reference::lost;
}

void Stepper::lose_reference() {
  if (limit_ != nullptr) known_ = false;
}

MotorDriver::Seeking Stepper::seek_reference() {
  if (limit_ == nullptr) return Seeking::found;
  switch (search_.load()) {
    case Search::none:
      if (known_) return Seeking::found;
      searched_ = pressed_ = 0;
      blocked_ = false;
      search_ = Search::to_switch;
      return Seeking::seeking;
    case Search::failed:
      search_ = Search::none;
      return Seeking::failed;
    case Search::to_switch:
    case Search::off_switch:
      return Seeking::seeking;
  }
  return Seeking::failed;
}

void Stepper::step() {
  const Search search = search_.load();
  if (search == Search::to_switch || search == Search::off_switch) return step_search(search);
  const std::int32_t way = target_ - position_;
  if (way != 0 && known_) {
    step_towards(way > 0 ? 1 : -1);
  } else if (!powered_) {
    coils_.energise(0);
  }
}

void Stepper::step_towards(std::int32_t direction) {
  const bool is_pressed = limit_ != nullptr && limit_->is_pressed();
  pressed_ = is_pressed && direction > 0 ? pressed_ + 1 : 0;
  // Whatever was counted: pressed is where the switch is, and no way leads beyond.
  if (is_pressed && direction < 0) {
    position_ = -settings_.back_off_half_steps;
  } else if (pressed_ > settings_.travel_half_steps / kPatience) {
    position_ = target_ = -settings_.back_off_half_steps;
    known_ = false;
    blocked_ = true;
  } else {
    advance(direction);
  }
}

void Stepper::step_search(Search search) {
  if (search == Search::to_switch) {
    if (limit_->is_pressed()) {
      searched_ = 0;
      search_ = Search::off_switch;
      return;
    }
    // A tenth more than the whole way: then there is no switch, or nothing turns.
    if (++searched_ > settings_.travel_half_steps + settings_.travel_half_steps / 10) {
      coils_.energise(0);
      search_ = Search::failed;
      return;
    }
    advance(-1);
    return;
  }
  if (searched_++ < settings_.back_off_half_steps) return advance(1);
  position_ = target_ = 0;
  known_ = true;
  search_ = Search::none;
}

void Stepper::advance(std::int32_t direction) {
  position_ += direction;
  phase_ = static_cast<std::uint8_t>((phase_ + 8 + direction) % 8);
  coils_.energise(kHalfSteps[phase_]);
}

}  // namespace luft::firmware
