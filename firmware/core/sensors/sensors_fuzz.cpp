// Bytes and pulses from wires that may be loose: no overflow, and whatever is said is a climate
// that the chip could have measured. Input: 41 bytes of a BME280's registers, then pulses of 2
// bytes.
#include <algorithm>
#include <array>
#include <cassert>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "firmware/core/sensors/bme280_compensation.h"
#include "firmware/core/sensors/dht22_pulses.h"

namespace luft::firmware {
namespace {

void check_registers(const std::array<std::uint8_t, 41>& bytes) {
  const std::span<const std::uint8_t, 41> all(bytes);
  const auto calibration = read_bme280_calibration(all.first<26>(), all.subspan<26, 7>());
  const Bme280Climate climate = compensate(read_bme280_raw(all.last<8>()), calibration);
  if (climate.temperature_centi_c) {
    assert(*climate.temperature_centi_c >= -4'000 && *climate.temperature_centi_c <= 8'500);
  }
  if (climate.humidity_q10_pct) assert(*climate.humidity_q10_pct <= 100 * 1'024);
  if (climate.pressure_q8_pa) {
    assert(*climate.pressure_q8_pa >= 30'000 * 256 && *climate.pressure_q8_pa <= 110'000 * 256);
  }
}

void check_pulses(std::span<const std::uint8_t> bytes) {
  std::vector<Pulse> pulses;
  for (std::size_t i = 0; i + 1 < bytes.size(); i += 2) {
    const int raw = bytes[i] << 8 | bytes[i + 1];
    pulses.push_back({.level = (raw & 0x8000) != 0 ? LineLevel::high : LineLevel::low,
                      .length_us = static_cast<std::uint16_t>(raw & 0x7FFF)});
  }
  const auto reading = decode_dht22(pulses);
  if (!reading) return;
  assert(reading->temperature_deci_c >= -400 && reading->temperature_deci_c <= 800);
  assert(reading->humidity_deci_pct <= 1'000);
}

}  // namespace
}  // namespace luft::firmware

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::array<std::uint8_t, 41> registers{};
  const std::size_t taken = std::min(size, registers.size());
  std::copy_n(data, taken, registers.begin());
  luft::firmware::check_registers(registers);
  luft::firmware::check_pulses({data + taken, size - taken});
  return 0;
}
