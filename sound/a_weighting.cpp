#include "sound/a_weighting.h"

#include <cmath>
#include <complex>
#include <cstddef>
#include <numbers>

namespace luft::sound {
namespace {

constexpr std::array kLowPolesHz{20.598997, 20.598997, 107.65265, 737.86223};
constexpr double kHighPoleHz = 12194.217;  // twice
constexpr double kMatchedAt = 0.3;         // of the rate: found to keep the largest error smallest

using std::numbers::pi;

double matched_pole(double pole_hz, double rate_hz) {
  return std::exp(-2 * pi * pole_hz / rate_hz);
}

double squared(double x) {
  return x * x;
}

struct Biquad {
  double b0, b1, b2, a1, a2;
};

// Vicanek's form of a squared magnitude: p0, p1, p2 weigh 1 - s, s and 4 s (1 - s), s = sin^2(w/2).
double weighed(double p0, double p1, double p2, double part_of_rate) {
  const double s = squared(std::sin(pi * part_of_rate));
  return p0 * (1 - s) + p1 * s + p2 * 4 * s * (1 - s);
}

Biquad upper_pair(double rate_hz) {
  const double pole = matched_pole(kHighPoleHz, rate_hz);
  const double a1 = -2 * pole;
  const double a2 = pole * pole;
  const double den0 = squared(1 + a1 + a2);
  const double den1 = squared(1 - a1 + a2);
  const double den2 = -4 * a2;
  const auto analog_power = [&](double part_of_rate) {
    return 1 / squared(1 + squared(part_of_rate * rate_hz / kHighPoleHz));
  };
  const double num0 = den0;  // gain 1 at 0 Hz
  const double num1 = den1 * analog_power(0.5);
  const double wanted = analog_power(kMatchedAt) * weighed(den0, den1, den2, kMatchedAt);
  const double num2 = (wanted - weighed(num0, num1, 0, kMatchedAt)) / weighed(0, 0, 1, kMatchedAt);
  const double half_sum = (std::sqrt(num0) + std::sqrt(num1)) / 2;
  const double b0 = (half_sum + std::sqrt(half_sum * half_sum + num2)) / 2;
  const double b1 = (std::sqrt(num0) - std::sqrt(num1)) / 2;
  return {b0, b1, -num2 / (4 * b0), a1, a2};
}

double power_at(double frequency_hz, double rate_hz, const Biquad& pair) {
  const std::complex<double> delay = std::polar(1.0, -2 * pi * frequency_hz / rate_hz);
  std::complex<double> response =
      (pair.b0 + delay * (pair.b1 + delay * pair.b2)) / (1.0 + delay * (pair.a1 + delay * pair.a2));
  for (const double pole_hz : kLowPolesHz) {
    response *= (1.0 - delay) / (1.0 - matched_pole(pole_hz, rate_hz) * delay);
  }
  return std::norm(response);
}

std::int32_t fixed(double coefficient, int bits) {
  return static_cast<std::int32_t>(std::lround(coefficient * (1 << bits)));
}

}  // namespace

AWeighting::AWeighting(std::uint32_t rate_hz) {
  for (std::size_t i = 0; i < high_passes_.size(); ++i) {
    high_passes_[i] = LeakyHighPass(kLowPolesHz[i], rate_hz);
  }
  const Biquad pair = upper_pair(rate_hz);
  constexpr int kBits = LowPass::kCoefficientBits;
  low_pass_.b0 = fixed(pair.b0, kBits);
  low_pass_.b1 = fixed(pair.b1, kBits);
  low_pass_.b2 = fixed(pair.b2, kBits);
  low_pass_.a1 = fixed(pair.a1, kBits);
  low_pass_.a2 = fixed(pair.a2, kBits);
  power_gain_ = 1 / power_at(1000, rate_hz, pair);
}

}  // namespace luft::sound
