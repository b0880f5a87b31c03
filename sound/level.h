// How loud it is: the level of 16-bit PCM in dB of sound pressure, A-weighted unless said, while
// the samples arrive. The same code on the device and in the hub.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

#include "sound/a_weighting.h"

namespace luft::sound {

// What a number from the converter means in the air. 0 dBFS is the RMS of a full-scale *sine*
// (32768 / sqrt 2), as data sheets of microphones define it; a full-scale square wave is +3.01
// dBFS.
struct Microphone {
  double sensitivity_dbfs = -26;  // at 94 dB SPL and 1 kHz; -26 is the INMP441's data sheet
  double offset_db = 0;           // of this device: case, port, gain before the 16 bits
};

enum class Weighting : std::uint8_t { a, none };

// All results lie in this range: silence is 0, not minus infinity.
inline constexpr double kMinLevelDb = 0;
inline constexpr double kMaxLevelDb = 140;

struct Level {
  double average_db = kMinLevelDb;  // equivalent continuous level: LAeq with Weighting::a
  double max_db = kMinLevelDb;      // of the loudest 125 ms; the average when there was less
  std::size_t samples = 0;          // that it was measured from, per channel
};

[[nodiscard]] constexpr bool is_supported_rate(std::uint32_t rate_hz) {
  return rate_hz >= 8'000 && rate_hz <= 192'000;
}

// While samples arrive it computes in whole numbers only; logarithms come with take(). Not for use
// by several threads at once.
class LevelMeter {
 public:
  // `rate_hz` must be supported.
  explicit LevelMeter(std::uint32_t rate_hz, const Microphone& microphone = {},
                      Weighting weighting = Weighting::a);

  void add(std::span<const std::int16_t> samples);

  // Little-endian samples as they come in files and messages, aligned or not. Two channels are
  // averaged. An incomplete last frame is left out.
  void add_s16le(std::span<const std::uint8_t> pcm, std::uint16_t channels = 1);

  // The level of all since the last call (or the start). The filter goes on without a seam.
  [[nodiscard]] Level take();

 private:
  void add_sample(std::int32_t sample);
  void end_block();
  [[nodiscard]] double decibels(double power_sum, std::size_t count) const;

  Microphone microphone_;
  Weighting weighting_;
  AWeighting a_weighting_;
  LeakyHighPass offset_removal_;  // Weighting::none: of the loudest block
  bool started_ = false;

  std::size_t block_length_;  // 125 ms
  std::size_t block_count_ = 0;
  std::uint64_t block_power_ = 0;   // filtered
  std::uint64_t block_square_ = 0;  // Weighting::none: as it came; its offset goes with the sum
  std::int64_t block_sum_ = 0;
  std::uint64_t loudest_block_ = 0;
  std::size_t full_blocks_ = 0;
  double power_sum_ = 0;  // of ended blocks
  double sum_ = 0;
  std::size_t sample_count_ = 0;
};

}  // namespace luft::sound
