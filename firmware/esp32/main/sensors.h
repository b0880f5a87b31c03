// The buses of the climate sensors: I2C for a BME280, RMT for a DHT22's pulses.
#pragma once

#include <driver/gpio.h>
#include <driver/i2c_master.h>
#include <driver/rmt_rx.h>

#include <array>
#include <atomic>
#include <span>

#include "firmware/core/sensors/bme280.h"
#include "firmware/core/sensors/dht22.h"

namespace luft::firmware::esp32 {

class I2cRegisters final : public RegisterBus {
 public:
  I2cRegisters(gpio_num_t data, gpio_num_t clock);

  bool read(std::uint8_t first, std::span<std::uint8_t> bytes) override;
  bool write(std::uint8_t address, std::uint8_t value) override;

 private:
  // For both addresses that the chip can have: the one that answers is used.
  [[nodiscard]] bool answers(i2c_master_dev_handle_t device, std::uint8_t first,
                             std::span<std::uint8_t> bytes) const;
  i2c_master_bus_handle_t bus_ = nullptr;
  std::array<i2c_master_dev_handle_t, 2> devices_{};
  std::size_t current_ = 0;
};

class RmtPulses final : public PulseLine {
 public:
  explicit RmtPulses(gpio_num_t pin);

  void ask() override;
  std::size_t take(std::span<Pulse> pulses) override;

 private:
  // One block on every chip; an answer has 43 symbols.
  static constexpr std::size_t kSymbols = SOC_RMT_MEM_WORDS_PER_CHANNEL;

  static bool on_received(rmt_channel_handle_t channel, const rmt_rx_done_event_data_t* data,
                          void* self);

  gpio_num_t pin_;
  rmt_channel_handle_t channel_ = nullptr;
  std::array<rmt_symbol_word_t, kSymbols> symbols_{};
  std::atomic<std::size_t> received_{0};  // symbols
};

}  // namespace luft::firmware::esp32
