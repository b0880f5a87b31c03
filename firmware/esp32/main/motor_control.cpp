#include "firmware/esp32/main/motor_control.h"

#include <driver/gpio.h>
#include <driver/ledc.h>
#include <esp_check.h>

#include "firmware/esp32/main/config.h"

namespace luft::firmware::esp32 {
namespace {

constexpr ledc_mode_t kMode = LEDC_LOW_SPEED_MODE;  // every chip has it
constexpr ledc_channel_t kChannel = LEDC_CHANNEL_0;
constexpr ledc_timer_bit_t kResolution = LEDC_TIMER_14_BIT;  // 1.2 us at 50 Hz
constexpr std::uint32_t kPeriod_us = 1'000'000 / kServoHz;
constexpr std::uint32_t kTimerHz = 1'000'000;

}  // namespace

LedcPulses::LedcPulses() {
  ledc_timer_config_t timer{};
  timer.speed_mode = kMode;
  timer.duty_resolution = kResolution;
  timer.timer_num = LEDC_TIMER_0;
  timer.freq_hz = kServoHz;
  timer.clk_cfg = LEDC_AUTO_CLK;
  ESP_ERROR_CHECK(ledc_timer_config(&timer));
  ledc_channel_config_t channel{};
  channel.gpio_num = kPins.servo;
  channel.speed_mode = kMode;
  channel.channel = kChannel;
  channel.timer_sel = LEDC_TIMER_0;
  channel.duty = 0;  // no pulse: the servo stays where it is
  ESP_ERROR_CHECK(ledc_channel_config(&channel));
}

void LedcPulses::set_pulse_us(std::uint16_t length) {
  const std::uint32_t duty = (std::uint32_t{length} << kResolution) / kPeriod_us;
  ledc_set_duty(kMode, kChannel, duty);
  ledc_update_duty(kMode, kChannel);
}

void LedcPulses::off() {
  ledc_set_duty(kMode, kChannel, 0);
  ledc_update_duty(kMode, kChannel);
}

GpioCoils::GpioCoils() {
  for (const gpio_num_t pin : kPins.stepper) {
    ESP_ERROR_CHECK(gpio_set_level(pin, 0));
    ESP_ERROR_CHECK(gpio_set_direction(pin, GPIO_MODE_OUTPUT));
  }
}

void GpioCoils::energise(std::uint8_t coils) {
  for (std::size_t i = 0; i < kPins.stepper.size(); ++i) {
    gpio_set_level(kPins.stepper[i], coils >> i & 1U);
  }
}

GpioLimitSwitch::GpioLimitSwitch() {
  ESP_ERROR_CHECK(gpio_set_direction(kPins.limit_switch, GPIO_MODE_INPUT));
  ESP_ERROR_CHECK(gpio_set_pull_mode(kPins.limit_switch, GPIO_PULLUP_ONLY));
}

bool GpioLimitSwitch::is_pressed() const {
  return gpio_get_level(kPins.limit_switch) == 0;
}

GpioSmokeInput::GpioSmokeInput() {
  ESP_ERROR_CHECK(gpio_set_direction(kPins.smoke, GPIO_MODE_INPUT));
  ESP_ERROR_CHECK(gpio_set_pull_mode(kPins.smoke, GPIO_PULLUP_ONLY));
}

void GpioSmokeInput::on_tick(Uptime now) {
  contact_.on_tick(gpio_get_level(kPins.smoke) == 0 ? SmokeInput::alarm : SmokeInput::clear, now);
}

StepTimer::StepTimer(Stepper& stepper) {
  gptimer_config_t config{};
  config.clk_src = GPTIMER_CLK_SRC_DEFAULT;
  config.direction = GPTIMER_COUNT_UP;
  config.resolution_hz = kTimerHz;
  ESP_ERROR_CHECK(gptimer_new_timer(&config, &timer_));
  gptimer_event_callbacks_t callbacks{};
  callbacks.on_alarm = on_alarm;
  ESP_ERROR_CHECK(gptimer_register_event_callbacks(timer_, &callbacks, &stepper));
  ESP_ERROR_CHECK(gptimer_enable(timer_));
  gptimer_alarm_config_t alarm{};
  alarm.alarm_count = kTimerHz / kStepsPerSecond;
  alarm.flags.auto_reload_on_alarm = 1;
  ESP_ERROR_CHECK(gptimer_set_alarm_action(timer_, &alarm));
  ESP_ERROR_CHECK(gptimer_start(timer_));
}

bool StepTimer::on_alarm(gptimer_handle_t /*timer*/, const gptimer_alarm_event_data_t* /*data*/,
                         void* stepper) {
  static_cast<Stepper*>(stepper)->step();
  return false;
}

}  // namespace luft::firmware::esp32
