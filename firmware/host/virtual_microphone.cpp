#include "firmware/host/virtual_microphone.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "sound/level.h"

namespace luft::firmware::host {
namespace {

constexpr std::uint32_t kRateHz = 16'000;
constexpr std::size_t kWindow = 2 * kRateHz;
constexpr std::size_t kStride = 4'999;  // between windows; odd, so that they never line up
constexpr float kNoiseAmplitude = 2'000;
constexpr float kFullScale = 32'767;

}  // namespace

VirtualMicrophone::VirtualMicrophone(std::uint32_t seed) : noise_(2 * kWindow), window_(kWindow) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(0.0F, kNoiseAmplitude);
  for (float& sample : noise_) sample = normal(random);
  noise_level_dba_ = measure(0);  // unscaled: what this noise is worth
}

double VirtualMicrophone::measure(double level_dba) {
  const auto gain = static_cast<float>(std::pow(10.0, (level_dba - noise_level_dba_) / 20.0));
  for (std::size_t i = 0; i < kWindow; ++i) {
    const float sample = gain * noise_[next_start_ + i];
    window_[i] = static_cast<std::int16_t>(std::lrint(std::clamp(sample, -kFullScale, kFullScale)));
  }
  next_start_ = (next_start_ + kStride) % kWindow;
  sound::LevelMeter meter(kRateHz);  // rooms take turns: none hears the one before
  meter.add(window_);
  return meter.take().average_db;
}

}  // namespace luft::firmware::host
