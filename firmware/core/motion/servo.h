// A servo (SG90): the length of a pulse is the position. It is only given pulses while it moves and
// shortly after: pulses that go on make it hum, heat up, and draw a stall current for ever.
#pragma once

#include <cstdint>

#include "firmware/core/motion/travel_map.h"
#include "firmware/core/ports.h"

namespace luft::firmware {

// One PWM pin, 50 Hz.
class PulseOutput {
 public:
  virtual ~PulseOutput() = default;
  virtual void set_pulse_us(std::uint16_t length) = 0;
  virtual void off() = 0;
};

struct ServoSettings {
  // As calibrated: where the window is closed and open. Either may be the longer one.
  std::uint16_t closed_us = 1'000;
  std::uint16_t open_us = 2'000;
  TravelMap travel{};
  Uptime settling{400};  // from the last set-point until the pulses end
};

class Servo final : public MotorDriver {
 public:
  // What no servo may be sent, whatever calibration says: beyond, gears meet their stop.
  static constexpr std::uint16_t kShortest_us = 500;
  static constexpr std::uint16_t kLongest_us = 2'500;
  [[nodiscard]] static bool is_valid(const ServoSettings& settings);

  // `settings` must be valid; `output` outlives it. No pulse before the first drive_to().
  Servo(const ServoSettings& settings, PulseOutput& output);

  void drive_to(double position_pct) override;
  void release() override;
  void on_tick(Uptime now) override;
  // On its way for as long as it may take from wherever it was, when nobody knew.
  [[nodiscard]] Standing standing() const override;
  [[nodiscard]] Reference reference() const override {
    return known_ ? Reference::known : Reference::lost;
  }
  void lose_reference() override { known_ = false; }

 private:
  enum class Pulses : std::uint8_t { off, on, ending, ending_since };
  enum class Leap : std::uint8_t { none, begins, begun_since };

  ServoSettings settings_;
  PulseOutput& output_;
  Pulses pulses_ = Pulses::off;
  Uptime released_{};
  bool known_ = true;
  Leap leap_ = Leap::none;
  Uptime leapt_{};
};

}  // namespace luft::firmware
