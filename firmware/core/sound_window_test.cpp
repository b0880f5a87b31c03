#include "firmware/core/sound_window.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

namespace luft::firmware {
namespace {

using std::chrono::seconds;
using Pcm = std::vector<std::int16_t>;

constexpr double kMinus20Dbfs = 3'276.8;

// A sine of 1 kHz, where A-weighting is 0 dB.
Pcm sine(double amplitude, int milliseconds, std::uint32_t rate_hz = 16'000) {
  Pcm pcm(rate_hz / 1'000 * static_cast<std::size_t>(milliseconds));
  for (std::size_t i = 0; i < pcm.size(); ++i) {
    const double phase = 2 * std::numbers::pi * 1'000 * static_cast<double>(i) / rate_hz;
    pcm[i] = static_cast<std::int16_t>(std::lround(amplitude * std::sin(phase)));
  }
  return pcm;
}

constexpr SoundSettings kSettled{.settling = Uptime{0}};

TEST(SoundWindow, GivesTheLevelOfTwoSecondsAsTheDataSheetOfTheMicrophoneHasIt) {
  SoundWindow window(kSettled);
  window.add(sine(kMinus20Dbfs, 2'000), seconds{2});
  const auto level = window.take();
  ASSERT_TRUE(level);
  EXPECT_NEAR(*level, 100.0, 0.1) << "-26 dBFS at 94 dB SPL: -20 dBFS is 100 dB SPL";
  EXPECT_FALSE(window.take()) << "it was taken";
}

TEST(SoundWindow, SaysNothingBeforeAWindowIsWhole) {
  SoundWindow window(kSettled);
  window.add(sine(kMinus20Dbfs, 1'999), seconds{2});
  EXPECT_FALSE(window.take());
  window.add(sine(kMinus20Dbfs, 1), seconds{2});
  EXPECT_TRUE(window.take());
}

TEST(SoundWindow, GivesTheSameNumberWhateverThePiecesAre) {
  const Pcm pcm = sine(1'000, 2'000);
  SoundWindow whole(kSettled);
  whole.add(pcm, seconds{2});
  SoundWindow in_pieces(kSettled);
  for (std::size_t at = 0; at < pcm.size();) {
    const std::size_t count = std::min<std::size_t>(at % 700 + 1, pcm.size() - at);
    in_pieces.add(std::span{pcm}.subspan(at, count), seconds{2});
    at += count;
  }
  EXPECT_EQ(whole.take(), in_pieces.take());
}

TEST(SoundWindow, AddsWhatIsKnownOfThisMicrophone) {
  SoundSettings settings = kSettled;
  settings.microphone = {.sensitivity_dbfs = -38, .offset_db = -2.5};
  SoundWindow window(settings);
  window.add(sine(kMinus20Dbfs, 2'000), seconds{2});
  EXPECT_NEAR(window.take().value_or(0), 94 + 18 - 2.5, 0.1);
}

TEST(SoundWindow, AveragesSeveralWindowsAsEnergies) {
  SoundWindow window(kSettled);
  window.add(sine(kMinus20Dbfs, 2'000), seconds{2});
  window.add(Pcm(32'000), seconds{4});
  EXPECT_NEAR(window.take().value_or(0), 97.0, 0.1) << "half of the energy: 3 dB less";
}

TEST(SoundWindow, ThrowsAwayWhatAConverterDeliversFirst) {
  SoundWindow window({.settling = Uptime{100}});
  window.add(Pcm(1'600, std::numeric_limits<std::int16_t>::min()), Uptime{100});
  window.add(Pcm(32'000), Uptime{2'100});
  EXPECT_LT(window.take().value_or(99), 20);
}

TEST(SoundWindow, StaysFiniteForSilenceAndFullScale) {
  SoundWindow window(kSettled);
  window.add(Pcm(32'000), seconds{2});
  EXPECT_EQ(window.take(), sound::kMinLevelDb);
  for (int i = 0; i < 16'000; ++i) {
    const Pcm square = {std::numeric_limits<std::int16_t>::min(),
                        std::numeric_limits<std::int16_t>::max()};
    window.add(square, seconds{4});
  }
  const auto loudest = window.take();
  ASSERT_TRUE(loudest);
  EXPECT_TRUE(std::isfinite(*loudest));
  EXPECT_LE(*loudest, sound::kMaxLevelDb);
}

TEST(SoundWindow, IsNotWaitedForWhenItsMicrophoneIsSilent) {
  SoundWindow window(kSettled);
  EXPECT_FALSE(window.is_answered(seconds{2}));
  EXPECT_TRUE(window.is_answered(seconds{7}));
  window.add(sine(1'000, 2'000), seconds{8});
  (void)window.take();
  EXPECT_FALSE(window.is_answered(seconds{9}));
}

}  // namespace
}  // namespace luft::firmware
