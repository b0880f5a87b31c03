// Pins and limits of the boards that are known, checked when it is compiled. For another board,
// change a number here: what cannot be is refused with the reason.
#pragma once

#include <esp_bit_defs.h>
#include <sdkconfig.h>
#include <soc/gpio_num.h>
#include <soc/soc_caps.h>

#include <array>
#include <cstdint>

#include "firmware/core/backlog/sector_ring.h"

namespace luft::firmware::esp32 {

struct Pins {
  gpio_num_t i2c_data, i2c_clock;                         // BME280
  gpio_num_t dht22;                                       // with 10 kOhm to 3.3 V
  gpio_num_t sound_clock, sound_word_select, sound_data;  // INMP441: SCK, WS, SD
  gpio_num_t servo;
  std::array<gpio_num_t, 4> stepper;  // IN1 to IN4 of the ULN2003
  gpio_num_t limit_switch;            // to ground when the window is closed
  gpio_num_t smoke;                   // to ground while a smoke alarm's contact says so; or none
  gpio_num_t led;                     // "this is me": a plain one, with 1 kOhm
  std::uint32_t led_on;               // the level at which it lights
  gpio_num_t button;                  // BOOT, to ground
};

#if CONFIG_IDF_TARGET_ESP32  // ESP32 DevKitC V4 with a WROOM module: a WROVER keeps 16 and 17
inline constexpr Pins kPins{.i2c_data = GPIO_NUM_21,
                            .i2c_clock = GPIO_NUM_22,
                            .dht22 = GPIO_NUM_4,
                            .sound_clock = GPIO_NUM_26,
                            .sound_word_select = GPIO_NUM_25,
                            .sound_data = GPIO_NUM_33,
                            .servo = GPIO_NUM_18,
                            .stepper = {GPIO_NUM_16, GPIO_NUM_17, GPIO_NUM_19, GPIO_NUM_23},
                            .limit_switch = GPIO_NUM_27,
                            .smoke = GPIO_NUM_32,
                            .led = GPIO_NUM_2,  // to ground; the board's own says that it has power
                            .led_on = 1,
                            .button = GPIO_NUM_0};
inline constexpr const char* kChip = "esp32";
inline constexpr std::array kStraps{0, 2, 5, 12, 15};
// Flash and serial console; those from 34 on are inputs without pull-ups.
inline constexpr std::array kTaken{1, 3, 6, 7, 8, 9, 10, 11};
inline constexpr int kFirstInputOnly = 34;
#elif CONFIG_IDF_TARGET_ESP32S3  // ESP32-S3-DevKitC-1
inline constexpr Pins kPins{.i2c_data = GPIO_NUM_8,
                            .i2c_clock = GPIO_NUM_9,
                            .dht22 = GPIO_NUM_4,
                            .sound_clock = GPIO_NUM_5,
                            .sound_word_select = GPIO_NUM_6,
                            .sound_data = GPIO_NUM_7,
                            .servo = GPIO_NUM_18,
                            .stepper = {GPIO_NUM_15, GPIO_NUM_16, GPIO_NUM_17, GPIO_NUM_21},
                            .limit_switch = GPIO_NUM_10,
                            .smoke = GPIO_NUM_11,
                            .led = GPIO_NUM_2,  // to ground; the board's own is addressable
                            .led_on = 1,
                            .button = GPIO_NUM_0};
inline constexpr const char* kChip = "esp32s3";
inline constexpr std::array kStraps{0, 3, 45, 46};
// USB, flash and octal PSRAM, serial console.
inline constexpr std::array kTaken{19, 20, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 43, 44};
inline constexpr int kFirstInputOnly = 49;  // none
#elif CONFIG_IDF_TARGET_ESP32C3  // ESP32-C3-DevKitM-1
inline constexpr Pins kPins{.i2c_data = GPIO_NUM_2,  // a strap that is to be high, as the bus is
                            .i2c_clock = GPIO_NUM_6,
                            .dht22 = GPIO_NUM_4,
                            .sound_clock = GPIO_NUM_0,
                            .sound_word_select = GPIO_NUM_1,
                            .sound_data = GPIO_NUM_3,
                            .servo = GPIO_NUM_7,
                            // A small chip: with a stepper there is no servo. GPIO 2, 8 and 9 are
                            // straps, which nothing may pull to ground at the start.
                            .stepper = {GPIO_NUM_7, GPIO_NUM_10, GPIO_NUM_18, GPIO_NUM_19},
                            .limit_switch = GPIO_NUM_5,
                            .smoke = GPIO_NUM_NC,  // it has none left
                            .led = GPIO_NUM_8,     // from 3.3 V, for a strap that is to be high
                            .led_on = 0,
                            .button = GPIO_NUM_9};
inline constexpr const char* kChip = "esp32c3";
inline constexpr std::array kStraps{2, 8, 9};
inline constexpr std::array kTaken{11, 12, 13, 14, 15, 16, 17, 20, 21};  // flash, serial console
inline constexpr int kFirstInputOnly = 22;                               // none
#else
#error "Luft knows esp32, esp32s3 and esp32c3; add the pins of this chip to config.h"
#endif

inline constexpr std::uint32_t kSoundRateHz = 16'000;
inline constexpr std::size_t kReadingsInRam = 64;
inline constexpr std::uint32_t kServoHz = 50;
inline constexpr std::uint32_t kStepsPerSecond = 1'000;  // half-steps that a 28BYJ-48 can follow
inline constexpr const char* kTimeServer = "pool.ntp.org";
inline constexpr const char* kOutboxPartition = "outbox";

namespace pins_check {

consteval bool is_output(gpio_num_t pin) {
  for (const int taken : kTaken) {
    if (taken == pin) return false;
  }
  return pin >= 0 && pin < SOC_GPIO_PIN_COUNT && pin < kFirstInputOnly &&
         (SOC_GPIO_VALID_OUTPUT_GPIO_MASK >> pin & 1U) != 0;
}

// What a part may pull to ground while the chip starts: a strap would start something else.
consteval bool may_be_low_at_the_start(gpio_num_t pin) {
  for (const int strap : kStraps) {
    if (strap == pin) return false;
  }
  return true;
}

consteval bool are_different(std::initializer_list<gpio_num_t> pins) {
  for (auto one = pins.begin(); one != pins.end(); ++one) {
    for (auto other = one + 1; other != pins.end(); ++other) {
      if (*one == *other) return false;
    }
  }
  return true;
}

static_assert(is_output(kPins.i2c_data) && is_output(kPins.i2c_clock), "I2C needs two outputs");
static_assert(is_output(kPins.dht22), "the DHT22's line is driven low to ask it");
static_assert(is_output(kPins.sound_clock) && is_output(kPins.sound_word_select));
static_assert(is_output(kPins.servo) && is_output(kPins.led));
static_assert(is_output(kPins.stepper[0]) && is_output(kPins.stepper[1]) &&
              is_output(kPins.stepper[2]) && is_output(kPins.stepper[3]));
static_assert(is_output(kPins.limit_switch) && is_output(kPins.button), "both need a pull-up");
static_assert(kPins.smoke == GPIO_NUM_NC || is_output(kPins.smoke), "it needs a pull-up");
static_assert(may_be_low_at_the_start(kPins.limit_switch) && may_be_low_at_the_start(kPins.smoke),
              "a closed window, or an alarm, would keep the chip from starting");
static_assert(are_different({kPins.i2c_data, kPins.i2c_clock, kPins.dht22, kPins.sound_clock,
                             kPins.sound_word_select, kPins.sound_data, kPins.servo,
                             kPins.limit_switch, kPins.smoke, kPins.led, kPins.button}),
              "two parts share a pin");
static_assert(are_different({kPins.i2c_data, kPins.i2c_clock, kPins.dht22, kPins.sound_clock,
                             kPins.sound_word_select, kPins.sound_data, kPins.stepper[0],
                             kPins.stepper[1], kPins.stepper[2], kPins.stepper[3],
                             kPins.limit_switch, kPins.smoke, kPins.led, kPins.button}),
              "two parts share a pin");

}  // namespace pins_check

}  // namespace luft::firmware::esp32
