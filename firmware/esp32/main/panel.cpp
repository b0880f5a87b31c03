#include "firmware/esp32/main/panel.h"

#include <driver/gpio.h>
#include <esp_check.h>

#include "firmware/esp32/main/config.h"

namespace luft::firmware::esp32 {
namespace {

constexpr Uptime kIdentifyFor = std::chrono::seconds{15};
constexpr Uptime kBlink{250};
constexpr Uptime kLastWords = std::chrono::seconds{2};

}  // namespace

Panel::Panel() {
  ESP_ERROR_CHECK(gpio_set_level(kPins.led, 1 - kPins.led_on));
  ESP_ERROR_CHECK(gpio_set_direction(kPins.led, GPIO_MODE_OUTPUT));
  ESP_ERROR_CHECK(gpio_set_direction(kPins.button, GPIO_MODE_INPUT));
  ESP_ERROR_CHECK(gpio_set_pull_mode(kPins.button, GPIO_PULLUP_ONLY));
}

Button::Wish Panel::on_tick(Uptime now) {
  if (identify_asked_) blink_until_ = now + kIdentifyFor;
  identify_asked_ = false;
  const bool is_lit = now < blink_until_ && now / kBlink % 2 == 0;
  gpio_set_level(kPins.led, is_lit ? kPins.led_on : 1 - kPins.led_on);
  const bool is_down = gpio_get_level(kPins.button) == 0;
  return button_.on_tick(is_down ? ButtonLevel::down : ButtonLevel::up, now);
}

bool Panel::is_restart_due(Uptime now) {
  if (restart_asked_ && restart_at_ == kNever) restart_at_ = now + kLastWords;
  return restart_at_ != kNever && now >= restart_at_;
}

}  // namespace luft::firmware::esp32
