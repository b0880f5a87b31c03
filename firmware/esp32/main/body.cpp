#include "firmware/esp32/main/body.h"

#include "firmware/core/setup/device_parts.h"

namespace luft::firmware::esp32 {

Body::Body(const DeviceSetup& setup, Nvs& nvs, const RadioStrength& radio,
           const Remembered& remembered)
    : metrics_(setup),
      kept_window_(nvs),
      kept_settings_(nvs),
      clock_(time_zone_of(setup)),
      image_(setup.ca.c_str()),
      kept_update_(nvs),
      update_{.source = image_,
              .slots = slots_,
              .sha256 = sha256_,
              .memory = kept_update_,
              .verifier = verifier_} {
  wire_climate(setup.climate);
  ClimateSensor* climate = bme280_ ? static_cast<ClimateSensor*>(&*bme280_) : nullptr;
  if (dht22_) climate = &*dht22_;
  sensors_.emplace(climate, radio);
  if (setup.microphone == MicrophoneWired::yes) microphone_.emplace();
  wire_window(setup, remembered);
  if (kPins.smoke != GPIO_NUM_NC && setup.actuator != Actuator::none) smoke_.emplace();
}

void Body::on_tick(Uptime now) {
  sensors_->on_tick(now);
  if (smoke_) smoke_->on_tick(now);
}

void Body::wire_climate(ClimateChip chip) {
  switch (chip) {
    case ClimateChip::bme280:
      i2c_.emplace(kPins.i2c_data, kPins.i2c_clock);
      bme280_.emplace(Bme280Settings{}, *i2c_);
      return;
    case ClimateChip::dht22:
      pulses_.emplace(kPins.dht22);
      dht22_.emplace(Dht22Settings{}, *pulses_);
      return;
    case ClimateChip::none:
      return;
  }
}

void Body::wire_window(const DeviceSetup& setup, const Remembered& remembered) {
  switch (setup.actuator) {
    case Actuator::servo:
      servo_pulses_.emplace();
      servo_.emplace(servo_of(setup), *servo_pulses_);
      motor_ = &*servo_;
      return;
    case Actuator::stepper: {
      coils_.emplace();
      limit_switch_.emplace();
      auto stepper = stepper_of(setup);
      stepper.half_steps_per_s = kStepsPerSecond;
      stepper_.emplace(stepper, *coils_, &*limit_switch_);
      stepper_->start_at(remembered.position_pct);
      step_timer_.emplace(*stepper_);
      motor_ = &*stepper_;
      return;
    }
    case Actuator::none:
      return;
  }
}

Ports Body::ports(MessageSink& sink, SystemActions& system, const ChipHealth& health) {
  return {.sink = sink,
          .sensors = *sensors_,
          .motor = *motor_,
          .readings = readings_,
          .memory = kept_window_,
          .system = system,
          .observer = observer_,
          .scratch = scratch_,
          .microphone = microphone_ ? &*microphone_ : nullptr,
          .backlog = &backlog_,
          .clock = &clock_,
          .settings = &kept_settings_,
          .update = SodiumVerifier::has_key() ? &update_ : nullptr,
          .clip_memory = &clip_memory_,
          .health = &health,
          .smoke = smoke_ ? &*smoke_ : nullptr};
}

}  // namespace luft::firmware::esp32
