#include "firmware/core/sensors/bme280_compensation.h"

#include <algorithm>
#include <limits>

namespace luft::firmware {
namespace {

// What a skipped measurement leaves in its register (data sheet, 5.4.7 and 5.4.8).
constexpr std::int32_t kNoTemperatureOrPressure = 0x80000;
constexpr std::int32_t kNoHumidity = 0x8000;

// The chip's "fine" temperature counts 1/5,120 °C; within its range it has 20 bits, which keeps all
// that follows below 63 bits but for the three places that check.
constexpr std::int64_t kFinePerDegree = 5'120;
constexpr std::int64_t kColdestFine = -40 * kFinePerDegree;
constexpr std::int64_t kHottestFine = 85 * kFinePerDegree;

constexpr std::int64_t kLowestPressure_q8_pa = 30'000 * 256;
constexpr std::int64_t kHighestPressure_q8_pa = 110'000 * 256;

std::uint16_t u16(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] | bytes[at + 1] << 8);
}

std::int16_t s16(std::span<const std::uint8_t> bytes, std::size_t at) {
  return static_cast<std::int16_t>(u16(bytes, at));
}

// The upper eight of twelve bits are signed.
std::int16_t s12(std::uint8_t upper, int lower) {
  return static_cast<std::int16_t>(static_cast<std::int8_t>(upper) * 16 + lower);
}

std::int32_t u20(std::span<const std::uint8_t> bytes, std::size_t at) {
  return bytes[at] << 12 | bytes[at + 1] << 4 | bytes[at + 2] >> 4;
}

std::int64_t fine_temperature(std::int32_t raw, const Bme280Calibration& c) {
  const std::int64_t linear = ((raw >> 3) - (std::int64_t{c.t1} << 1)) * c.t2 >> 11;
  const std::int64_t distance = (raw >> 4) - std::int64_t{c.t1};
  return linear + ((distance * distance >> 12) * c.t3 >> 14);
}

bool product_fits(std::int64_t value, std::int64_t factor) {
  if (factor == 0) return true;
  const std::int64_t most = std::numeric_limits<std::int64_t>::max() / factor;
  return -most <= value && value <= most;
}

std::optional<std::uint32_t> pressure(std::int32_t raw, std::int64_t fine,
                                      const Bme280Calibration& c) {
  const std::int64_t t = fine - 128'000;
  const std::int64_t offset =
      t * t * c.p6 + (t * c.p5 * (std::int64_t{1} << 17)) + c.p4 * (std::int64_t{1} << 35);
  const std::int64_t slope = (std::int64_t{1} << 47) + (t * t * c.p3 >> 8) + t * c.p2 * 4'096;
  if (!product_fits(slope, c.p1)) return std::nullopt;
  const std::int64_t sensitivity = slope * c.p1 >> 33;
  const std::int64_t distance = (std::int64_t{1'048'576 - raw} << 31) - offset;
  if (sensitivity == 0 || !product_fits(distance, 3'125)) return std::nullopt;
  const std::int64_t first = distance * 3'125 / sensitivity;
  constexpr std::int64_t kMost = std::int64_t{1} << 36;
  if (first < -kMost || first > kMost) return std::nullopt;
  const std::int64_t square = c.p9 * (first >> 13) * (first >> 13) >> 25;
  const std::int64_t linear = c.p8 * first >> 19;
  const std::int64_t result =
      ((first + square + linear) >> 8) + static_cast<std::int64_t>(c.p7 * 16);
  if (result < kLowestPressure_q8_pa || result > kHighestPressure_q8_pa) return std::nullopt;
  return static_cast<std::uint32_t>(result);
}

std::uint32_t humidity(std::int32_t raw, std::int64_t fine, const Bme280Calibration& c) {
  const std::int64_t t = fine - 76'800;
  const std::int64_t distance =
      (raw * std::int64_t{16'384} - c.h4 * std::int64_t{1'048'576} - c.h5 * t + 16'384) >> 15;
  const std::int64_t by_temperature =
      ((t * c.h6 >> 10) * ((t * c.h3 >> 11) + 32'768) >> 10) + 2'097'152;
  const std::int64_t linear = distance * ((by_temperature * c.h2 + 8'192) >> 14);
  const std::int64_t bend = ((linear >> 15) * (linear >> 15) >> 7) * c.h1 >> 4;
  constexpr std::int64_t kHundredPercent = 419'430'400;
  return static_cast<std::uint32_t>(std::clamp(linear - bend, std::int64_t{0}, kHundredPercent) >>
                                    12);
}

}  // namespace

Bme280Calibration read_bme280_calibration(
    std::span<const std::uint8_t, kBme280LowCalibrationBytes> low,
    std::span<const std::uint8_t, kBme280HighCalibrationBytes> high) {
  return {.t1 = u16(low, 0),
          .t2 = s16(low, 2),
          .t3 = s16(low, 4),
          .p1 = u16(low, 6),
          .p2 = s16(low, 8),
          .p3 = s16(low, 10),
          .p4 = s16(low, 12),
          .p5 = s16(low, 14),
          .p6 = s16(low, 16),
          .p7 = s16(low, 18),
          .p8 = s16(low, 20),
          .p9 = s16(low, 22),
          .h1 = low[25],  // register 0xA0 between means nothing
          .h2 = s16(high, 0),
          .h3 = high[2],
          .h4 = s12(high[3], high[4] & 0x0F),
          .h5 = s12(high[5], high[4] >> 4),
          .h6 = static_cast<std::int8_t>(high[6])};
}

Bme280Raw read_bme280_raw(std::span<const std::uint8_t, kBme280DataBytes> data) {
  return {
      .pressure = u20(data, 0), .temperature = u20(data, 3), .humidity = data[6] << 8 | data[7]};
}

Bme280Climate compensate(const Bme280Raw& raw, const Bme280Calibration& calibration) {
  Bme280Climate climate;
  if (raw.temperature == kNoTemperatureOrPressure) return climate;
  const std::int64_t fine = fine_temperature(raw.temperature, calibration);
  if (fine < kColdestFine || fine > kHottestFine) return climate;
  climate.temperature_centi_c = static_cast<std::int32_t>((fine * 5 + 128) >> 8);
  if (raw.pressure != kNoTemperatureOrPressure) {
    climate.pressure_q8_pa = pressure(raw.pressure, fine, calibration);
  }
  if (raw.humidity != kNoHumidity) {
    climate.humidity_q10_pct = humidity(raw.humidity, fine, calibration);
  }
  return climate;
}

}  // namespace luft::firmware
