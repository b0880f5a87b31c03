// The pins of the window: LEDC pulses for a servo, four coils and a switch for a stepper, the
// contact of a smoke alarm. Nothing is driven before the core asks for it.
#pragma once

#include <driver/gptimer.h>

#include "firmware/core/motion/servo.h"
#include "firmware/core/motion/stepper.h"
#include "firmware/core/ports.h"
#include "firmware/core/smoke_contact.h"

namespace luft::firmware::esp32 {

class LedcPulses final : public PulseOutput {
 public:
  LedcPulses();
  void set_pulse_us(std::uint16_t length) override;
  void off() override;
};

class GpioCoils final : public CoilOutput {
 public:
  GpioCoils();
  void energise(std::uint8_t coils) override;
};

class GpioLimitSwitch final : public LimitSwitch {
 public:
  GpioLimitSwitch();
  [[nodiscard]] bool is_pressed() const override;
};

// Open until somebody wires an alarm to it: then the pull-up says that all is clear.
class GpioSmokeInput final : public SmokeSource {
 public:
  GpioSmokeInput();
  void on_tick(Uptime now);
  [[nodiscard]] SmokeInput smoke() override { return contact_.steady(); }

 private:
  SmokeContact contact_;
};

// Calls stepper.step() at a steady rate from a timer's interrupt.
class StepTimer {
 public:
  explicit StepTimer(Stepper& stepper);  // which outlives it

 private:
  static bool on_alarm(gptimer_handle_t timer, const gptimer_alarm_event_data_t* data,
                       void* stepper);
  gptimer_handle_t timer_ = nullptr;
};

}  // namespace luft::firmware::esp32
