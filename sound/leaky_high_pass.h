// The smallest filter against offsets and rumble: one zero at 0 Hz and one pole, in fixed point
// that forgets nothing it rounds, so that it comes to rest at exactly zero.
#pragma once

#include <cstdint>

namespace luft::sound {

// Signals inside the filters: a 16-bit sample times 256. Even four of these filters in a row, which
// can make a jump up to 16 times as high, stay within 32 bits.
inline constexpr int kSignalFractionBits = 8;

// y[n] = x[n] - x[n-1] + (1 - leak) y[n-1]
class LeakyHighPass {
 public:
  LeakyHighPass() = default;
  // `pole_hz` is far below half of `rate_hz`.
  LeakyHighPass(double pole_hz, std::uint32_t rate_hz);

  // Starts as if `sample` had been there forever: a constant offset makes no click.
  void start_at(std::int32_t sample) { input_ = sample; }

  std::int32_t filter(std::int32_t sample) {
    const std::int32_t output = static_cast<std::int32_t>(level_ >> kLevelBits);
    level_ -= static_cast<std::int64_t>(leak_) * output;
    level_ += static_cast<std::int64_t>(sample - input_) * (std::int64_t{1} << kLevelBits);
    input_ = sample;
    return static_cast<std::int32_t>(level_ >> kLevelBits);
  }

 private:
  static constexpr int kLevelBits = 30;

  std::int32_t leak_ = 0;  // times 2^kLevelBits
  std::int32_t input_ = 0;
  std::int64_t level_ = 0;  // of the output, with kLevelBits more of fraction
};

}  // namespace luft::sound
