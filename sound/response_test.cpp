// The meter's response to sines against the curve of IEC 61672-1 and the tolerances of its class 2;
// docs/sound.md shows the same table.
#include <gmock/gmock.h>

#include <cmath>
#include <fstream>
#include <numbers>
#include <string>
#include <vector>

#include "sound/level.h"

namespace luft::sound {
namespace {

using testing::DoubleNear;

constexpr std::uint32_t kRate = 16'000;

std::vector<std::int16_t> sine(double frequency_hz, double seconds, std::uint32_t rate_hz,
                               double amplitude = 16'384) {
  std::vector<std::int16_t> samples(static_cast<std::size_t>(seconds * rate_hz));
  for (std::size_t i = 0; i < samples.size(); ++i) {
    const double phase = 2 * std::numbers::pi * frequency_hz * static_cast<double>(i) / rate_hz;
    samples[i] = static_cast<std::int16_t>(std::lround(amplitude * std::sin(phase)));
  }
  return samples;
}

// The level once the filter has forgotten how the signal began.
double settled_level(std::span<const std::int16_t> samples, std::uint32_t rate_hz) {
  LevelMeter meter(rate_hz, {}, Weighting::a);
  meter.add(samples.first(samples.size() / 2));
  (void)meter.take();
  meter.add(samples.subspan(samples.size() / 2));
  return meter.take().average_db;
}

double measured_db(double frequency_hz, double seconds, std::uint32_t rate_hz) {
  return settled_level(sine(frequency_hz, seconds, rate_hz), rate_hz) -
         settled_level(sine(1'000, seconds, rate_hz), rate_hz);
}

// IEC 61672-1:2013, formula E.6, relative to 1 kHz.
double standard_db(double frequency_hz) {
  const auto response = [](double f) {
    const double f2 = f * f;
    const auto pole = [&](double hz) { return f2 + hz * hz; };
    return 12194.217 * 12194.217 * f2 * f2 /
           (pole(20.598997) * std::sqrt(pole(107.65265) * pole(737.86223)) * pole(12194.217));
  };
  return 20 * std::log10(response(frequency_hz) / response(1000));
}

// IEC 61672-1:2013, table 3: acceptance limits of class 2, which are the same both ways up to
// 6.3 kHz.
struct Limit {
  double frequency_hz;
  double class_2_db;
};
constexpr Limit kLimits[] = {{31.5, 3.0}, {40, 2.0},   {50, 2.0},   {63, 2.0},   {80, 2.0},
                             {100, 1.5},  {125, 1.5},  {160, 1.5},  {200, 1.5},  {250, 1.5},
                             {315, 1.5},  {400, 1.5},  {500, 1.5},  {630, 1.5},  {800, 1.5},
                             {1000, 1.0}, {1250, 1.5}, {1600, 2.0}, {2000, 2.0}, {2500, 2.5},
                             {3150, 2.5}, {4000, 3.0}, {5000, 3.5}, {6300, 4.5}};

// Of the page: "| 31.5 | -39.5 | -0.04 | 3.0 |"
std::vector<std::string> rows_of_the_page() {
  std::ifstream page(LUFT_SOURCE_DIR "/docs/sound.md");
  std::vector<std::string> rows;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("| ") && line.size() > 2 && std::isdigit(line[2]) != 0) {
      rows.push_back(line);
    }
  }
  return rows;
}

std::string row(const Limit& limit, double error_db) {
  std::array<char, 80> text{};
  const double shown = std::abs(error_db) < 0.005 ? 0 : error_db;  // no "-0.00"
  std::snprintf(text.data(), text.size(), "| %g | %.1f | %+.2f | %.1f |", limit.frequency_hz,
                standard_db(limit.frequency_hz), shown, limit.class_2_db);
  return text.data();
}

TEST(Response, MeetsClassTwoFromThirtyOneHertzToSixKilohertz) {
  std::vector<std::string> rows;
  for (const Limit& limit : kLimits) {
    const double error =
        measured_db(limit.frequency_hz, 8, kRate) - standard_db(limit.frequency_hz);
    EXPECT_LT(std::abs(error), limit.class_2_db / 4) << limit.frequency_hz;
    rows.push_back(row(limit, error));
  }
  EXPECT_THAT(rows_of_the_page(), testing::ElementsAreArray(rows)) << "docs/sound.md";
}

TEST(Response, FollowsTheCurveAtOtherRates) {
  for (const std::uint32_t rate : {8'000U, 22'050U, 44'100U, 48'000U, 192'000U}) {
    for (const double frequency : {63.0, 250.0, 500.0, 2000.0, 3000.0}) {
      EXPECT_THAT(measured_db(frequency, 4, rate), DoubleNear(standard_db(frequency), 0.25))
          << rate << " " << frequency;
    }
  }
}

TEST(Response, IsTheSameForQuietSounds) {
  // 40 Hz at 300 steps: six of them pass, and must not drown in rounding.
  const auto level = [](double frequency_hz, double amplitude) {
    return settled_level(sine(frequency_hz, 8, kRate, amplitude), kRate);
  };
  const double loud = level(40, 16'384) - level(1'000, 16'384);
  const double quiet = level(40, 300) - level(1'000, 300);
  EXPECT_THAT(quiet, DoubleNear(loud, 0.1));
}

}  // namespace
}  // namespace luft::sound
