// A-weighting (IEC 61672-1) as a digital filter: what the ear makes of each pitch. One sample in,
// one out, in fixed point (an ESP32-C3 has no FPU), the same numbers on device and hub.
#pragma once

#include <array>
#include <cstdint>

#include "sound/leaky_high_pass.h"

namespace luft::sound {

// The analog filter of IEC 61672-1:2013, Annex E: four zeros at 0 Hz, a double pole at 20.6 Hz,
// poles at 107.7 and 737.9 Hz, a double pole at 12,194 Hz.
//
// The bilinear transform would bend it towards the Nyquist frequency (at 16 kHz the upper poles lie
// beyond), so poles are matched (z = exp(-2 pi f / rate)), and the zeros of the upper pair make the
// gain right at 0, 0.3 rate and 0.5 rate (M. Vicanek, Matched Second Order Digital Filters, 2016).
//
// Coefficients have 30 or 28 bits of fraction and sums 64 bits, so that what the arithmetic adds
// lies far below half a step of a 16-bit sample. docs/sound.md has the response at 16 kHz against
// the standard's class 2; level_test measures it.
class AWeighting {
 public:
  explicit AWeighting(std::uint32_t rate_hz);

  // Starts as if `sample` had been there forever: a constant offset makes no click.
  void start_at(std::int32_t sample) { high_passes_.front().start_at(sample); }

  // A 16-bit sample times 2^kSignalFractionBits, as is the answer.
  std::int32_t filter(std::int32_t sample) {
    for (LeakyHighPass& section : high_passes_) sample = section.filter(sample);
    return low_pass_.filter(sample);
  }

  // By how much the filtered signal's power must be multiplied: 0 dB at 1 kHz.
  [[nodiscard]] double power_gain() const { return power_gain_; }

 private:
  // Direct form 1: its states are signals, so nothing in it can overflow before they do.
  struct LowPass {
    static constexpr int kCoefficientBits = 28;

    std::int32_t filter(std::int32_t sample) {
      const std::int64_t sum =
          static_cast<std::int64_t>(b0) * sample + static_cast<std::int64_t>(b1) * input1 +
          static_cast<std::int64_t>(b2) * input2 - static_cast<std::int64_t>(a1) * output1 -
          static_cast<std::int64_t>(a2) * output2;
      input2 = input1;
      input1 = sample;
      output2 = output1;
      output1 = static_cast<std::int32_t>(sum >> kCoefficientBits);
      return output1;
    }

    std::int32_t b0 = 0, b1 = 0, b2 = 0, a1 = 0, a2 = 0;  // times 2^kCoefficientBits
    std::int32_t input1 = 0, input2 = 0, output1 = 0, output2 = 0;
  };

  std::array<LeakyHighPass, 4> high_passes_;
  LowPass low_pass_;
  double power_gain_ = 1;
};

}  // namespace luft::sound
