// A stepper (28BYJ-48 with ULN2003): half-steps towards a target, and a limit switch that tells
// where closed is. After a power cut in the middle of a movement nobody knows where it stands: it
// looks for the switch before it goes anywhere else.
#pragma once

#include <atomic>
#include <cstdint>

#include "firmware/core/motion/travel_map.h"
#include "firmware/core/ports.h"

namespace luft::firmware {

// Four coils, one bit each.
class CoilOutput {
 public:
  virtual ~CoilOutput() = default;
  virtual void energise(std::uint8_t coils) = 0;  // 0: none, nothing warms up
};

class LimitSwitch {
 public:
  virtual ~LimitSwitch() = default;
  [[nodiscard]] virtual bool is_pressed() const = 0;  // the window is closed
};

struct StepperSettings {
  std::int32_t travel_half_steps = 8'192;  // from closed to open: two turns of a 28BYJ-48
  std::int32_t back_off_half_steps = 64;   // from the switch, so that it is not leant on
  std::uint32_t half_steps_per_s = 1'000;  // how often step() is called
  TravelMap travel{};
};

// step() may come from a timer's thread or interrupt; all else from the device's. They share the
// target and the position, which are atomic.
class Stepper final : public MotorDriver {
 public:
  // Invariants: without a known position it moves towards closed only, until the switch is pressed
  // or the whole way was gone in vain; no more than one half-step a call; what does not leave the
  // switch is blocked, and its position unknown. `limit` may be null: then the position is where it
  // was remembered, for better or worse.
  Stepper(const StepperSettings& settings, CoilOutput& coils, const LimitSwitch* limit);

  // Where it stands as far as is remembered. Before anything else.
  void start_at(double position_pct);

  void drive_to(double position_pct) override;
  void release() override;
  [[nodiscard]] Standing standing() const override;
  [[nodiscard]] double halt(double sent_to_pct) override;
  [[nodiscard]] double fastest_pct_per_s() const override;
  [[nodiscard]] Reference reference() const override;
  void lose_reference() override;
  [[nodiscard]] bool can_seek() const override { return limit_ != nullptr; }
  [[nodiscard]] Seeking seek_reference() override;

  // One half-step at most, at the rate of the settings, which the motor must be able to follow.
  void step();

  [[nodiscard]] std::int32_t position_half_steps() const { return position_.load(); }

 private:
  enum class Search : std::uint8_t { none, to_switch, off_switch, failed };

  [[nodiscard]] std::int32_t half_steps(double position_pct) const;
  void advance(std::int32_t direction);
  void step_towards(std::int32_t direction);
  void step_search(Search search);

  StepperSettings settings_;
  CoilOutput& coils_;
  const LimitSwitch* limit_;
  std::atomic<std::int32_t> position_{0};  // from closed
  std::atomic<std::int32_t> target_{0};
  std::atomic<bool> powered_{false};
  std::atomic<Search> search_{Search::none};
  std::atomic<bool> known_{true};
  std::atomic<bool> blocked_{false};
  std::int32_t searched_ = 0;  // half-steps of this search
  std::int32_t pressed_ = 0;   // half-steps towards open that have not left the switch
  std::uint8_t phase_ = 0;     // of 8
};

}  // namespace luft::firmware
