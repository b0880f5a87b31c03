#include "firmware/core/motion/servo.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace luft::firmware {
namespace {

// Closed and open must be told apart: at least 20 degrees of an SG90.
constexpr int kShortestWay_us = 200;
// An SG90 turns 60 degrees in 0.1 s; with a window on it, more slowly.
constexpr Uptime kWholeWay{1'000};

bool is_allowed(int length_us) {
  return length_us >= Servo::kShortest_us && length_us <= Servo::kLongest_us;
}

}  // namespace

bool Servo::is_valid(const ServoSettings& settings) {
  return is_allowed(settings.closed_us) && is_allowed(settings.open_us) &&
         std::abs(settings.open_us - settings.closed_us) >= kShortestWay_us;
}

Servo::Servo(const ServoSettings& settings, PulseOutput& output)
    : settings_(settings), output_(output) {
  assert(is_valid(settings));
}

void Servo::drive_to(double position_pct) {
  const double share = settings_.travel.travel_pct(position_pct) / 100;
  const double length = settings_.closed_us + share * (settings_.open_us - settings_.closed_us);
  output_.set_pulse_us(
      static_cast<std::uint16_t>(std::clamp<long>(std::lround(length), kShortest_us, kLongest_us)));
  pulses_ = Pulses::on;
  if (!known_) leap_ = Leap::begins;
  known_ = true;
}

MotorDriver::Standing Servo::standing() const {
  return leap_ == Leap::none ? Standing::there : Standing::on_the_way;
}

void Servo::release() {
  if (pulses_ == Pulses::on) pulses_ = Pulses::ending;
}

void Servo::on_tick(Uptime now) {
  if (pulses_ == Pulses::ending) {
    released_ = now;
    pulses_ = Pulses::ending_since;
  } else if (pulses_ == Pulses::ending_since && now - released_ >= settings_.settling) {
    output_.off();
    pulses_ = Pulses::off;
  }
  if (leap_ == Leap::begins) {
    leapt_ = now;
    leap_ = Leap::begun_since;
  } else if (leap_ == Leap::begun_since && now - leapt_ >= kWholeWay) {
    leap_ = Leap::none;
  }
}

}  // namespace luft::firmware
