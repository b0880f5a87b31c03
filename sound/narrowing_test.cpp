#include "sound/narrowing.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>
#include <vector>

namespace luft::sound {
namespace {

// A sine of 24 bits, left-aligned as I2S delivers it.
std::vector<std::int32_t> wide_sine(double amplitude, double offset, std::size_t count) {
  std::vector<std::int32_t> samples(count);
  for (std::size_t i = 0; i < count; ++i) {
    const double phase = 2 * std::numbers::pi * 1'000 * static_cast<double>(i) / 16'000;
    const double value = offset + amplitude * std::sin(phase);
    samples[i] = static_cast<std::int32_t>(std::lround(value)) * 256;
  }
  return samples;
}

std::vector<std::int16_t> narrowed(Narrowing& narrowing, const std::vector<std::int32_t>& wide) {
  std::vector<std::int16_t> narrow(wide.size());
  narrowing.narrow(wide, narrow);
  return narrow;
}

TEST(Narrowing, KeepsTheUpperSixteenBitsRounded) {
  Narrowing narrowing;
  const auto narrow = narrowed(narrowing, {0, 0x00008000, 0x00007FFF, 0x12340000, -0x12340000});
  EXPECT_EQ(narrow[0], 0);
  EXPECT_EQ(narrow[1], 1);
  EXPECT_EQ(narrow[2], 0);
  EXPECT_NEAR(narrow[3], 0x1234, 1);
  EXPECT_NEAR(narrow[4], -0x1234, 4);
}

TEST(Narrowing, RemovesTheMicrophonesOffset) {
  Narrowing narrowing;
  (void)narrowed(narrowing, wide_sine(200'000, 90'000, 32'000));
  const auto narrow = narrowed(narrowing, wide_sine(200'000, 90'000, 16'000));
  double sum = 0;
  for (const std::int16_t sample : narrow) sum += sample;
  EXPECT_NEAR(sum / 16'000, 0, 0.2);
  EXPECT_NEAR(*std::max_element(narrow.begin(), narrow.end()), 200'000.0 / 256, 3);
}

TEST(Narrowing, StaysAtTheEndOfItsRangeWhenItIsLouder) {
  Narrowing narrowing;
  const auto narrow = narrowed(narrowing, {-1'000'000'000, INT32_MAX, INT32_MIN, INT32_MAX});
  EXPECT_EQ(narrow[1], INT16_MAX);
  EXPECT_LT(narrow[2], -17'000);
  EXPECT_EQ(narrow[3], INT16_MAX);
}

TEST(Narrowing, OfAConstantIsSilence) {
  Narrowing narrowing;
  for (const std::int16_t sample : narrowed(narrowing, std::vector<std::int32_t>(1'000, -77'777))) {
    EXPECT_EQ(sample, 0);
  }
}

}  // namespace
}  // namespace luft::sound
