// A BME280 and a DHT22 as tests and virtual devices wire them: registers and pulses that say a
// given climate, with the faults that real ones have.
#pragma once

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "firmware/core/sensors/bme280.h"
#include "firmware/core/sensors/dht22.h"

namespace luft::firmware::testing {

// Registers of a chip with the calibration and the raw numbers that Bosch prints: 25.08 °C.
class SimulatedBme280 final : public RegisterBus {
 public:
  SimulatedBme280() {
    constexpr std::array<std::int32_t, 12> kCalibration{27504, 26435, -1000, 36477, -10685, 3024,
                                                        2855,  140,   -7,    15500, -14600, 6000};
    for (std::size_t i = 0; i < kCalibration.size(); ++i) put_u16(0x88 + 2 * i, kCalibration[i]);
    registers[0xA1] = 75;
    put_u16(0xE1, 362);
    registers[0xE4] = 0x14;
    registers[0xE5] = 0x26;
    registers[0xE6] = 0x03;
    registers[0xE7] = 30;
    registers[0xD0] = 0x60;
    forget_measurement();
  }

  bool read(std::uint8_t first, std::span<std::uint8_t> bytes) override {
    if (!wired) return false;
    if (first == 0xF3 && measuring_polls > 0) {
      --measuring_polls;
      bytes[0] = 0x08;
      return true;
    }
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = registers[(first + i) & 0xFF];
    return true;
  }
  bool write(std::uint8_t address, std::uint8_t value) override {
    if (!wired) return false;
    registers[address] = value;
    if (address == 0xF4 && (value & 0x03) == 0x01) measure();
    return true;
  }
  // Power went and came: settings are gone, and nothing is measured before it is set up again.
  void lose_power() {
    registers[0xF2] = 0;
    forget_measurement();
  }

  std::array<std::uint8_t, 256> registers{};
  std::int32_t raw_temperature = 519'888;
  std::int32_t raw_pressure = 415'148;
  std::int32_t raw_humidity = 30'000;
  int measuring_polls = 0;  // times it answers that it is not ready
  int measurements = 0;
  bool wired = true;

 private:
  void put_u16(std::size_t at, std::int32_t value) {
    registers[at] = static_cast<std::uint8_t>(value & 0xFF);
    registers[at + 1] = static_cast<std::uint8_t>(value >> 8 & 0xFF);
  }
  void put_u20(std::size_t at, std::int32_t value) {
    registers[at] = static_cast<std::uint8_t>(value >> 12 & 0xFF);
    registers[at + 1] = static_cast<std::uint8_t>(value >> 4 & 0xFF);
    registers[at + 2] = static_cast<std::uint8_t>(value << 4 & 0xF0);
  }
  void measure() {
    ++measurements;
    put_u20(0xF7, raw_pressure);
    put_u20(0xFA, raw_temperature);
    const bool humidity_on = (registers[0xF2] & 0x07) != 0;
    const std::int32_t humidity = humidity_on ? raw_humidity : 0x8000;
    registers[0xFD] = static_cast<std::uint8_t>(humidity >> 8 & 0xFF);
    registers[0xFE] = static_cast<std::uint8_t>(humidity & 0xFF);
  }
  void forget_measurement() {
    put_u20(0xF7, 0x80000);
    put_u20(0xFA, 0x80000);
    registers[0xFD] = 0x80;
    registers[0xFE] = 0x00;
  }
};

// The pulses of one answer, as RMT records them from the moment the host lets go.
inline std::vector<Pulse> dht22_answer(const std::array<std::uint8_t, 5>& bytes,
                                       double clock = 1.0) {
  const auto us = [&](double length) { return static_cast<std::uint16_t>(length * clock); };
  std::vector<Pulse> pulses{
      {LineLevel::high, us(30)}, {LineLevel::low, us(80)}, {LineLevel::high, us(80)}};
  for (int bit = 0; bit < 40; ++bit) {
    const bool one = (bytes[static_cast<std::size_t>(bit) / 8] >> (7 - bit % 8) & 1) != 0;
    pulses.push_back({LineLevel::low, us(50)});
    pulses.push_back({LineLevel::high, us(one ? 70 : 27)});
  }
  pulses.push_back({LineLevel::low, us(50)});
  pulses.push_back({LineLevel::high, 0});
  return pulses;
}

inline std::array<std::uint8_t, 5> dht22_bytes(std::uint16_t humidity, std::uint16_t temperature) {
  std::array<std::uint8_t, 5> bytes{
      static_cast<std::uint8_t>(humidity >> 8), static_cast<std::uint8_t>(humidity & 0xFF),
      static_cast<std::uint8_t>(temperature >> 8), static_cast<std::uint8_t>(temperature & 0xFF)};
  bytes[4] = static_cast<std::uint8_t>(bytes[0] + bytes[1] + bytes[2] + bytes[3]);
  return bytes;
}

class SimulatedDht22 final : public PulseLine {
 public:
  void ask() override { ++asked; }
  std::size_t take(std::span<Pulse> pulses) override {
    const std::size_t count = std::min(pulses.size(), answer.size());
    std::copy_n(answer.begin(), count, pulses.begin());
    return count;
  }
  std::vector<Pulse> answer;  // empty: nobody there
  int asked = 0;
};

}  // namespace luft::firmware::testing
