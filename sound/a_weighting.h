// A-weighting (IEC 61672-1) as a digital filter: what the ear makes of each pitch. One sample in,
// one out; no allocation, single precision, so that an ESP32 keeps up.
#pragma once

#include <array>
#include <cstdint>

namespace luft::sound {

// The analog filter of IEC 61672-1:2013, Annex E: four zeros at 0 Hz, a double pole at 20.6 Hz,
// poles at 107.7 and 737.9 Hz, a double pole at 12,194 Hz.
//
// The bilinear transform would bend it towards the Nyquist frequency (at 16 kHz the upper poles lie
// beyond), so poles are matched (z = exp(-2 pi f / rate)), and the zeros of the upper pair make the
// gain right at 0, 0.3 rate and 0.5 rate (M. Vicanek, Matched Second Order Digital Filters, 2016).
//
// Error against the standard's curve at 16 kHz, in dB (level_test measures it; class 2 tolerates
// 1.0 dB at 1 kHz, 3.0 dB at 4 kHz, 4.5 dB at 6.3 kHz):
//   Hz     31.5     63    125    250    500   1000   2000   3150   4000   5000   6300
//   dB    -0.04  -0.04  -0.03  -0.03  -0.03   0.00  +0.08  +0.13  +0.09  -0.09  -0.37
class AWeighting {
 public:
  explicit AWeighting(std::uint32_t rate_hz);

  // Starts as if `sample` had been there forever: a constant offset makes no click.
  void start_at(float sample);

  float filter(float sample);

  // By how much the filtered signal's power must be multiplied: 0 dB at 1 kHz.
  [[nodiscard]] double power_gain() const { return power_gain_; }

  // Forgets state too small to hear, before it becomes denormal and slow. At least once in 0.2 s.
  void settle();

 private:
  struct HighPass {
    float pole = 0;
    float input = 0;  // previous
    float output = 0;
  };
  struct LowPass {  // transposed direct form 2
    float b0 = 0, b1 = 0, b2 = 0, a1 = 0, a2 = 0;
    float state1 = 0, state2 = 0;
  };

  std::array<HighPass, 4> high_passes_;
  LowPass low_pass_;
  double power_gain_ = 1;
};

}  // namespace luft::sound
