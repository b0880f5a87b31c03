// What a BME280's raw numbers mean: Bosch's integer compensation (data sheet BST-BME280-DS002,
// sections 4.2.2 and 4.2.3), with the calibration that each chip carries. Pure, no floating point.
//
// Bytes come over a wire that may be loose: whatever they are, arithmetic does not overflow, and
// what no sensor could have measured is empty.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace luft::firmware {

// Named as the data sheet's table 16 does, without its `dig_`.
struct Bme280Calibration {
  std::uint16_t t1 = 0;
  std::int16_t t2 = 0, t3 = 0;
  std::uint16_t p1 = 0;
  std::int16_t p2 = 0, p3 = 0, p4 = 0, p5 = 0, p6 = 0, p7 = 0, p8 = 0, p9 = 0;
  std::uint8_t h1 = 0;
  std::int16_t h2 = 0;
  std::uint8_t h3 = 0;
  std::int16_t h4 = 0, h5 = 0;  // 12 bits each, signed
  std::int8_t h6 = 0;
};

inline constexpr std::size_t kBme280LowCalibrationBytes = 26;  // registers 0x88..0xA1
inline constexpr std::size_t kBme280HighCalibrationBytes = 7;  // registers 0xE1..0xE7
inline constexpr std::size_t kBme280DataBytes = 8;             // registers 0xF7..0xFE

[[nodiscard]] Bme280Calibration read_bme280_calibration(
    std::span<const std::uint8_t, kBme280LowCalibrationBytes> low,
    std::span<const std::uint8_t, kBme280HighCalibrationBytes> high);

struct Bme280Raw {
  std::int32_t pressure = 0;     // 20 bits
  std::int32_t temperature = 0;  // 20 bits
  std::int32_t humidity = 0;     // 16 bits
};

[[nodiscard]] Bme280Raw read_bme280_raw(std::span<const std::uint8_t, kBme280DataBytes> data);

// Empty: switched off, or beyond what the chip can measure (-40..85 °C, 300..1,100 hPa). Without a
// temperature nothing else can be told.
struct Bme280Climate {
  std::optional<std::int32_t> temperature_centi_c;
  std::optional<std::uint32_t> humidity_q10_pct;  // 1/1,024 %
  std::optional<std::uint32_t> pressure_q8_pa;    // 1/256 Pa
};

[[nodiscard]] Bme280Climate compensate(const Bme280Raw& raw, const Bme280Calibration& calibration);

}  // namespace luft::firmware
