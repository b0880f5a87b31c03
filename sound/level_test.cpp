#include "sound/level.h"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace luft::sound {
namespace {

using testing::DoubleNear;

constexpr std::uint32_t kRate = 16'000;
constexpr double kFullScale = 32768;

std::vector<std::int16_t> sine(double frequency_hz, double dbfs, double seconds = 2.0,
                               double offset = 0, std::uint32_t rate_hz = kRate) {
  const double amplitude = kFullScale * std::pow(10, dbfs / 20);
  std::vector<std::int16_t> samples;
  samples.reserve(static_cast<std::size_t>(seconds * rate_hz));
  for (std::size_t i = 0; i < samples.capacity(); ++i) {
    const double phase = 2 * std::numbers::pi * frequency_hz * static_cast<double>(i) / rate_hz;
    const double value = offset + amplitude * std::sin(phase);
    samples.push_back(static_cast<std::int16_t>(std::lround(std::clamp(value, -32768.0, 32767.0))));
  }
  return samples;
}

Level level_of(std::span<const std::int16_t> samples, Weighting weighting = Weighting::a,
               std::uint32_t rate_hz = kRate) {
  LevelMeter meter(rate_hz, {}, weighting);
  meter.add(samples);
  return meter.take();
}

TEST(Level, ReadsOneHundredDecibelsFromASineTwentyBelowFullScale) {
  const auto samples = sine(1000, -20);
  EXPECT_THAT(level_of(samples, Weighting::none).average_db, DoubleNear(100.0, 0.1));
  EXPECT_THAT(level_of(samples, Weighting::a).average_db, DoubleNear(100.0, 0.1));
}

TEST(Level, ReadsTheSensitivityAsNinetyFourDecibels) {
  EXPECT_THAT(level_of(sine(1000, -26), Weighting::none).average_db, DoubleNear(94.0, 0.05));
}

TEST(Level, IsLinearOverNinetyDecibels) {
  for (int dbfs = -70; dbfs <= 0; dbfs += 10) {
    const double tolerance = dbfs < -60 ? 0.5 : 0.1;  // steps of 16 bits make noise of their own
    EXPECT_THAT(level_of(sine(1000, dbfs)).average_db, DoubleNear(120 + dbfs, tolerance)) << dbfs;
  }
}

TEST(Level, AddsTheOffsetOfTheDevice) {
  LevelMeter meter(kRate, {.sensitivity_dbfs = -26, .offset_db = -3.5});
  meter.add(sine(1000, -20));
  EXPECT_THAT(meter.take().average_db, DoubleNear(96.5, 0.1));
}

TEST(Level, UsesTheSensitivityOfAnotherMicrophone) {
  LevelMeter meter(kRate, {.sensitivity_dbfs = -38});
  meter.add(sine(1000, -20));
  EXPECT_THAT(meter.take().average_db, DoubleNear(112, 0.1));
}

TEST(Level, IsNotMovedByTheConvertersOffset) {
  for (const Weighting weighting : {Weighting::a, Weighting::none}) {
    const double clean = level_of(sine(1000, -40), weighting).average_db;
    const double shifted = level_of(sine(1000, -40, 2, 2'000), weighting).average_db;
    EXPECT_THAT(shifted, DoubleNear(clean, 0.02));
  }
}

TEST(Level, OfAConstantIsSilence) {
  const std::vector<std::int16_t> constant(32'000, 12'345);
  EXPECT_EQ(level_of(constant).average_db, kMinLevelDb);
  EXPECT_EQ(level_of(constant, Weighting::none).max_db, kMinLevelDb);
}

TEST(Level, OfSilenceIsZeroDecibels) {
  const std::vector<std::int16_t> silence(32'000, 0);
  const Level level = level_of(silence);
  EXPECT_EQ(level.average_db, 0);
  EXPECT_EQ(level.max_db, 0);
  EXPECT_EQ(level.samples, 32'000);
}

TEST(Level, OfNothingIsZeroDecibels) {
  const Level level = level_of({});
  EXPECT_EQ(level.average_db, 0);
  EXPECT_EQ(level.samples, 0);
}

TEST(Level, OfAFullScaleSquareWaveIsThreeDecibelsAboveASine) {
  std::vector<std::int16_t> square;
  square.reserve(32'000);
  for (int i = 0; i < 32'000; ++i) {
    square.push_back(i % 100 < 50 ? std::numeric_limits<std::int16_t>::max()
                                  : std::numeric_limits<std::int16_t>::min());
  }
  EXPECT_THAT(level_of(square, Weighting::none).average_db, DoubleNear(123.0, 0.2));
}

TEST(Level, StaysFiniteAtTheSmallestSampleOnly) {
  const std::vector<std::int16_t> floor(32'000, std::numeric_limits<std::int16_t>::min());
  EXPECT_EQ(level_of(floor).average_db, kMinLevelDb);
  std::vector<std::int16_t> alternating(32'000, std::numeric_limits<std::int16_t>::min());
  for (std::size_t i = 0; i < alternating.size(); i += 2) alternating[i] = 32'767;
  const Level level = level_of(alternating);
  EXPECT_GT(level.average_db, 100);
  EXPECT_LE(level.max_db, kMaxLevelDb);
}

TEST(Level, NeverExceedsItsRangeWhateverTheOffset) {
  LevelMeter loud(kRate, {.offset_db = 500});
  loud.add(sine(1000, 0));
  EXPECT_EQ(loud.take().average_db, kMaxLevelDb);
  LevelMeter quiet(kRate, {.offset_db = -500});
  quiet.add(sine(1000, 0));
  EXPECT_EQ(quiet.take().average_db, kMinLevelDb);
}

TEST(Level, IsTheSameHoweverTheSamplesArrive) {
  const auto samples = sine(440, -12, 2, 100);
  const Level whole = level_of(samples);
  for (const std::size_t piece : {1U, 7U, 512U, 3'000U}) {
    LevelMeter meter(kRate);
    for (std::size_t at = 0; at < samples.size(); at += piece) {
      meter.add(std::span(samples).subspan(at, std::min(piece, samples.size() - at)));
    }
    const Level level = meter.take();
    EXPECT_EQ(level.average_db, whole.average_db) << piece;
    EXPECT_EQ(level.max_db, whole.max_db) << piece;
    EXPECT_EQ(level.samples, whole.samples) << piece;
  }
}

TEST(Level, MaximumIsTheLoudestEighthOfASecond) {
  std::vector<std::int16_t> samples(32'000, 0);
  const auto burst = sine(1000, -20, 0.125);
  std::copy(burst.begin(), burst.end(), samples.begin() + 16'000);
  const Level level = level_of(samples);
  EXPECT_THAT(level.max_db, DoubleNear(100, 0.1));
  EXPECT_THAT(level.average_db, DoubleNear(100 - 10 * std::log10(16), 0.1));
}

TEST(Level, EachWindowStartsAnew) {
  LevelMeter meter(kRate);
  meter.add(sine(1000, -20));
  EXPECT_THAT(meter.take().average_db, DoubleNear(100, 0.1));
  meter.add(std::vector<std::int16_t>(32'000, 0));
  const Level quiet = meter.take();
  EXPECT_LT(quiet.average_db, 70) << "only the filter's tail is left";
  EXPECT_EQ(quiet.samples, 32'000);
  meter.add(std::vector<std::int16_t>(32'000, 0));
  EXPECT_EQ(meter.take().average_db, kMinLevelDb);
}

TEST(Level, MaximumOfLessThanAnEighthOfASecondIsItsAverage) {
  const auto samples = sine(1000, -20);
  const Level level = level_of(std::span(samples).first(1'999));
  EXPECT_EQ(level.max_db, level.average_db);
  EXPECT_EQ(level.samples, 1'999);
}

TEST(Level, OfBytesIsTheLevelOfTheirSamples) {
  const auto samples = sine(700, -9);
  std::vector<std::uint8_t> bytes{0};  // so that the samples lie at odd addresses
  for (const std::int16_t sample : samples) {
    bytes.push_back(static_cast<std::uint8_t>(sample & 0xFF));
    bytes.push_back(static_cast<std::uint8_t>((sample >> 8) & 0xFF));
  }
  bytes.push_back(0x7F);  // half a sample
  LevelMeter meter(kRate);
  meter.add_s16le(std::span(bytes).subspan(1));
  EXPECT_EQ(meter.take().average_db, level_of(samples).average_db);
}

TEST(Level, OfTwoEqualChannelsIsTheLevelOfOne) {
  const auto samples = sine(700, -9);
  std::vector<std::uint8_t> stereo;
  for (const std::int16_t sample : samples) {
    for (int channel = 0; channel < 2; ++channel) {
      stereo.push_back(static_cast<std::uint8_t>(sample & 0xFF));
      stereo.push_back(static_cast<std::uint8_t>((sample >> 8) & 0xFF));
    }
  }
  LevelMeter meter(kRate);
  meter.add_s16le(stereo, 2);
  const Level level = meter.take();
  EXPECT_EQ(level.average_db, level_of(samples).average_db);
  EXPECT_EQ(level.samples, samples.size());
}

}  // namespace
}  // namespace luft::sound
