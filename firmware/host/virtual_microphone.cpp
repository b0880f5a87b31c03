#include "firmware/host/virtual_microphone.h"

#include <algorithm>
#include <cmath>
#include <random>

#include "sound/level.h"

namespace luft::firmware::host {
namespace {

constexpr std::size_t kTapeLength = std::size_t{4} * NoiseTape::kRateHz;
constexpr float kNoiseAmplitude = 2'000;
constexpr float kFullScale = 32'767;

std::size_t samples_in(Uptime time) {
  return static_cast<std::size_t>(time.count()) * NoiseTape::kRateHz / 1'000;
}

std::int16_t converted(float sample) {
  return static_cast<std::int16_t>(std::lrint(std::clamp(sample, -kFullScale, kFullScale)));
}

}  // namespace

NoiseTape::NoiseTape(std::uint32_t seed) : samples_(kTapeLength) {
  std::mt19937 random(seed);
  std::normal_distribution<float> normal(0.0F, kNoiseAmplitude);
  sound::LevelMeter meter(kRateHz);
  for (float& sample : samples_) {
    sample = normal(random);
    const std::int16_t heard = converted(sample);
    meter.add({&heard, 1});
  }
  level_dba_ = meter.take().average_db;
}

VirtualMicrophone::VirtualMicrophone(std::shared_ptr<const NoiseTape> tape, std::uint64_t seed)
    : tape_(std::move(tape)), position_(seed * 4'999 % kTapeLength) {}

void VirtualMicrophone::hear(double level_dba, Uptime now) {
  gain_ = static_cast<float>(std::pow(10.0, (level_dba - tape_->level_dba()) / 20.0));
  waiting_ = std::min(waiting_ + samples_in(now) - samples_in(heard_until_), samples_in(kBuffered));
  heard_until_ = now;
}

std::size_t VirtualMicrophone::read(std::span<std::int16_t> samples) {
  const std::size_t count = std::min(waiting_, samples.size());
  for (std::int16_t& sample : samples.first(count)) {
    sample = converted(gain_ * tape_->samples()[position_]);
    if (++position_ == kTapeLength) position_ = 0;
  }
  waiting_ -= count;
  return count;
}

}  // namespace luft::firmware::host
