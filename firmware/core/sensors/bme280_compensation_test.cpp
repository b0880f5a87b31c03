#include "firmware/core/sensors/bme280_compensation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace luft::firmware {
namespace {

// The calculation that Bosch prints for this family (BMP280 data sheet BST-BMP280-DS001, 3.12):
// 519,888 and 415,148 are 25.08 °C and 100,653.27 Pa.
Bme280Calibration printed_calibration() {
  return {.t1 = 27504,
          .t2 = 26435,
          .t3 = -1000,
          .p1 = 36477,
          .p2 = -10685,
          .p3 = 3024,
          .p4 = 2855,
          .p5 = 140,
          .p6 = -7,
          .p7 = 15500,
          .p8 = -14600,
          .p9 = 6000,
          .h1 = 75,  // of a real chip: no humidity is printed
          .h2 = 362,
          .h3 = 0,
          .h4 = 326,
          .h5 = 50,
          .h6 = 30};
}
constexpr Bme280Raw kPrintedRaw{.pressure = 415'148, .temperature = 519'888, .humidity = 30'000};

// The data sheet's floating-point form of humidity (8.1), as an independent second opinion.
double humidity_pct(double raw, double fine, const Bme280Calibration& c) {
  double h = fine - 76'800.0;
  h = (raw - (c.h4 * 64.0 + c.h5 / 16'384.0 * h)) *
      (c.h2 / 65'536.0 * (1.0 + c.h6 / 67'108'864.0 * h * (1.0 + c.h3 / 67'108'864.0 * h)));
  return std::clamp(h * (1.0 - c.h1 * h / 524'288.0), 0.0, 100.0);
}

TEST(Bme280Compensation, GivesWhatTheDataSheetPrints) {
  const Bme280Climate climate = compensate(kPrintedRaw, printed_calibration());
  EXPECT_EQ(climate.temperature_centi_c, 2508);
  // Printed from the floating-point form; the integer form gives 100,653.254 Pa.
  EXPECT_EQ(climate.pressure_q8_pa, 25'767'233U);
  EXPECT_NEAR(climate.pressure_q8_pa.value_or(0) / 256.0, 100'653.27, 0.02);
}

TEST(Bme280Compensation, AgreesWithTheFloatingPointFormForHumidity) {
  const Bme280Calibration calibration = printed_calibration();
  int within_range = 0;
  for (std::int32_t raw = 20'000; raw < 45'000; raw += 250) {
    const auto climate =
        compensate({.pressure = 415'148, .temperature = 519'888, .humidity = raw}, calibration);
    ASSERT_TRUE(climate.humidity_q10_pct);
    const double expected = humidity_pct(raw, 128'422, calibration);
    EXPECT_NEAR(*climate.humidity_q10_pct / 1024.0, expected, 0.02) << raw;
    within_range += expected > 0 && expected < 100 ? 1 : 0;
  }
  EXPECT_GT(within_range, 30);
}

TEST(Bme280Compensation, ReadsTheCalibrationAsTheChipKeepsIt) {
  std::array<std::uint8_t, kBme280LowCalibrationBytes> low{};
  std::array<std::uint8_t, kBme280HighCalibrationBytes> high{};
  low[0] = 0x70, low[1] = 0x6B;  // 27504
  low[4] = 0x18, low[5] = 0xFC;  // -1000
  low[25] = 75;                  // 0xA1; 0xA0 is not used
  low[24] = 0xEE;
  high[0] = 0x6A, high[1] = 0x01;                  // 362
  high[3] = 0x14, high[4] = 0x26, high[5] = 0x03;  // h4 = 0x146, h5 = 0x032: they share a byte
  high[6] = 30;
  const Bme280Calibration calibration = read_bme280_calibration(low, high);
  EXPECT_EQ(calibration.t1, 27504);
  EXPECT_EQ(calibration.t3, -1000);
  EXPECT_EQ(calibration.h1, 75);
  EXPECT_EQ(calibration.h2, 362);
  EXPECT_EQ(calibration.h4, 326);
  EXPECT_EQ(calibration.h5, 50);
  EXPECT_EQ(calibration.h6, 30);
  high[3] = 0xFF, high[4] = 0x2F;
  EXPECT_EQ(read_bme280_calibration(low, high).h4, -1) << "twelve bits with a sign";
}

TEST(Bme280Compensation, PutsTheDataRegistersTogether) {
  constexpr std::array<std::uint8_t, kBme280DataBytes> kData{0x65, 0x5A, 0xC0, 0x7E,
                                                             0xED, 0x00, 0x75, 0x30};
  const Bme280Raw raw = read_bme280_raw(kData);
  EXPECT_EQ(raw.pressure, 415'148);
  EXPECT_EQ(raw.temperature, 519'888);
  EXPECT_EQ(raw.humidity, 30'000);
}

TEST(Bme280Compensation, LeavesOutWhatTheChipDidNotMeasure) {
  Bme280Raw raw = kPrintedRaw;
  raw.humidity = 0x8000;
  raw.pressure = 0x80000;
  const Bme280Climate climate = compensate(raw, printed_calibration());
  EXPECT_TRUE(climate.temperature_centi_c);
  EXPECT_FALSE(climate.humidity_q10_pct);
  EXPECT_FALSE(climate.pressure_q8_pa);
  raw.temperature = 0x80000;
  raw.humidity = 30'000;
  EXPECT_FALSE(compensate(raw, printed_calibration()).humidity_q10_pct);
}

TEST(Bme280Compensation, SaysNothingBeyondTheChipsRange) {
  Bme280Raw raw = kPrintedRaw;
  raw.temperature = 0xFFFFF;
  EXPECT_FALSE(compensate(raw, printed_calibration()).temperature_centi_c);
  raw = kPrintedRaw;
  raw.pressure = 0;
  EXPECT_FALSE(compensate(raw, printed_calibration()).pressure_q8_pa);
  EXPECT_FALSE(compensate(kPrintedRaw, {}).pressure_q8_pa) << "a calibration of zeros";
}

}  // namespace
}  // namespace luft::firmware
