#include "firmware/esp32/main/sensors.h"

#include <esp_check.h>
#include <esp_rom_sys.h>

namespace luft::firmware::esp32 {
namespace {

constexpr std::array<std::uint16_t, 2> kBme280Addresses{0x76, 0x77};
constexpr std::uint32_t kI2cHz = 100'000;
constexpr int kI2cTimeout_ms = 5;
constexpr std::uint32_t kRmtHz = 1'000'000;  // a tick is a microsecond
// The DHT22's shortest pulse is 26 us and its longest 80 us; quiet for longer ends the answer.
constexpr std::uint32_t kShortestPulse_ns = 2'000;
constexpr std::uint32_t kLongestPulse_ns = 200'000;
constexpr std::uint32_t kAskFor_us = 1'100;  // at least 1 ms low (data sheet)

}  // namespace

I2cRegisters::I2cRegisters(gpio_num_t data, gpio_num_t clock) {
  i2c_master_bus_config_t bus{};
  bus.i2c_port = -1;
  bus.sda_io_num = data;
  bus.scl_io_num = clock;
  bus.clk_source = I2C_CLK_SRC_DEFAULT;
  bus.glitch_ignore_cnt = 7;
  bus.flags.enable_internal_pullup = 1;
  ESP_ERROR_CHECK(i2c_new_master_bus(&bus, &bus_));
  for (std::size_t i = 0; i < devices_.size(); ++i) {
    i2c_device_config_t device{};
    device.dev_addr_length = I2C_ADDR_BIT_LEN_7;
    device.device_address = kBme280Addresses[i];
    device.scl_speed_hz = kI2cHz;
    ESP_ERROR_CHECK(i2c_master_bus_add_device(bus_, &device, &devices_[i]));
  }
}

bool I2cRegisters::answers(i2c_master_dev_handle_t device, std::uint8_t first,
                           std::span<std::uint8_t> bytes) const {
  return i2c_master_transmit_receive(device, &first, 1, bytes.data(), bytes.size(),
                                     kI2cTimeout_ms) == ESP_OK;
}

bool I2cRegisters::read(std::uint8_t first, std::span<std::uint8_t> bytes) {
  if (answers(devices_[current_], first, bytes)) return true;
  current_ = 1 - current_;
  return answers(devices_[current_], first, bytes);
}

bool I2cRegisters::write(std::uint8_t address, std::uint8_t value) {
  const std::array<std::uint8_t, 2> bytes{address, value};
  return i2c_master_transmit(devices_[current_], bytes.data(), bytes.size(), kI2cTimeout_ms) ==
         ESP_OK;
}

RmtPulses::RmtPulses(gpio_num_t pin) : pin_(pin) {
  rmt_rx_channel_config_t config{};
  config.gpio_num = pin;
  config.clk_src = RMT_CLK_SRC_DEFAULT;
  config.resolution_hz = kRmtHz;
  config.mem_block_symbols = kSymbols;
  ESP_ERROR_CHECK(rmt_new_rx_channel(&config, &channel_));
  rmt_rx_event_callbacks_t callbacks{};
  callbacks.on_recv_done = on_received;
  ESP_ERROR_CHECK(rmt_rx_register_event_callbacks(channel_, &callbacks, this));
  ESP_ERROR_CHECK(rmt_enable(channel_));
  // The line is listened to all the time and pulled low to ask: an open drain with its own pull-up.
  ESP_ERROR_CHECK(gpio_set_direction(pin, GPIO_MODE_INPUT_OUTPUT_OD));
  ESP_ERROR_CHECK(gpio_set_pull_mode(pin, GPIO_PULLUP_ONLY));
  ESP_ERROR_CHECK(gpio_set_level(pin, 1));
}

bool RmtPulses::on_received(rmt_channel_handle_t /*channel*/, const rmt_rx_done_event_data_t* data,
                            void* self) {
  static_cast<RmtPulses*>(self)->received_ = data->num_symbols;
  return false;  // no task waits for it
}

void RmtPulses::ask() {
  received_ = 0;
  gpio_set_level(pin_, 0);
  esp_rom_delay_us(kAskFor_us);
  rmt_receive_config_t config{};
  config.signal_range_min_ns = kShortestPulse_ns;
  config.signal_range_max_ns = kLongestPulse_ns;
  // One that still waits for an earlier answer is let go first.
  if (rmt_receive(channel_, symbols_.data(), sizeof symbols_, &config) != ESP_OK) {
    rmt_disable(channel_);
    rmt_enable(channel_);
    (void)rmt_receive(channel_, symbols_.data(), sizeof symbols_, &config);
  }
  gpio_set_level(pin_, 1);
}

std::size_t RmtPulses::take(std::span<Pulse> pulses) {
  const auto level = [](unsigned bit) { return bit != 0 ? LineLevel::high : LineLevel::low; };
  std::size_t count = 0;
  for (std::size_t i = 0; i < received_ && count + 2 <= pulses.size(); ++i) {
    const rmt_symbol_word_t& symbol = symbols_[i];
    pulses[count++] = {level(symbol.level0), static_cast<std::uint16_t>(symbol.duration0)};
    pulses[count++] = {level(symbol.level1), static_cast<std::uint16_t>(symbol.duration1)};
  }
  return count;
}

}  // namespace luft::firmware::esp32
