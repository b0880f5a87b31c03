// How loud the room is: A-weighted level of every two seconds of PCM, in dB(A) SPL. Only the level
// leaves this class; samples are forgotten as they pass. No allocation.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "firmware/core/uptime.h"
#include "sound/level.h"

namespace luft::firmware {

struct SoundSettings {
  std::uint32_t rate_hz = 16'000;  // sound::is_supported_rate
  // Sensitivity from the data sheet, and the calibration offset of this very device.
  sound::Microphone microphone{};
  Uptime settling{100};  // what a converter delivers first is not sound: it is thrown away
};

class SoundWindow {
 public:
  static constexpr Uptime kLength{2'000};
  // Without a whole window for so long, the microphone is silent in the sense of broken.
  static constexpr Uptime kPatience = 3 * kLength;

  explicit SoundWindow(const SoundSettings& settings);

  // PCM as it arrives, in pieces of any size.
  void add(std::span<const std::int16_t> samples, Uptime now);

  // Whether there is something to take, or nothing to wait for.
  [[nodiscard]] bool is_answered(Uptime now) const {
    return windows_ > 0 || now - answered_at_ > kPatience;
  }
  // LAeq over the windows that ended since the last call; empty when none did.
  [[nodiscard]] std::optional<double> take();

  [[nodiscard]] std::size_t length() const { return length_; }  // of a window, in samples

 private:
  void end_window(Uptime now);

  sound::LevelMeter meter_;
  std::size_t length_;  // in samples
  std::size_t settling_;
  std::size_t filled_ = 0;
  double energy_ = 0;  // of ended windows, summed; relative to 0 dB
  std::uint32_t windows_ = 0;
  Uptime answered_at_{};
};

}  // namespace luft::firmware
