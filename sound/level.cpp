#include "sound/level.h"

#include <algorithm>
#include <cassert>
#include <cmath>
#include <numbers>

namespace luft::sound {
namespace {

constexpr double kFullScaleSinePower = 32768.0 * 32768.0 / 2;
constexpr double kReferenceDb = 94;    // 1 Pa, where sensitivities are given
constexpr double kOffsetCornerHz = 5;  // -0.1 dB at 31.5 Hz

std::int16_t sample_at(std::span<const std::uint8_t> pcm, std::size_t index) {
  const auto low = static_cast<unsigned>(pcm[2 * index]);
  const auto high = static_cast<unsigned>(pcm[2 * index + 1]);
  return static_cast<std::int16_t>(low | (high << 8U));
}

}  // namespace

LevelMeter::LevelMeter(std::uint32_t rate_hz, const Microphone& microphone, Weighting weighting)
    : microphone_(microphone),
      weighting_(weighting),
      a_weighting_(rate_hz),
      offset_pole_(static_cast<float>(std::exp(-2 * std::numbers::pi * kOffsetCornerHz / rate_hz))),
      block_length_(rate_hz / 8) {
  assert(is_supported_rate(rate_hz));
}

void LevelMeter::add(std::span<const std::int16_t> samples) {
  for (const std::int16_t sample : samples) add_sample(sample);
}

void LevelMeter::add_s16le(std::span<const std::uint8_t> pcm, std::uint16_t channels) {
  assert(channels == 1 || channels == 2);
  const std::size_t frames = pcm.size() / (std::size_t{2} * channels);
  for (std::size_t i = 0; i < frames; ++i) {
    if (channels == 1) {
      add_sample(sample_at(pcm, i));
    } else {
      add_sample(0.5F * (static_cast<float>(sample_at(pcm, 2 * i)) +
                         static_cast<float>(sample_at(pcm, 2 * i + 1))));
    }
  }
}

void LevelMeter::add_sample(float sample) {
  if (!started_) {
    a_weighting_.start_at(sample);
    offset_input_ = sample;
    started_ = true;
  }
  const float filtered = filter(sample);
  block_power_ += filtered * filtered;
  if (++block_count_ == block_length_) end_block();
}

float LevelMeter::filter(float sample) {
  if (weighting_ == Weighting::a) return a_weighting_.filter(sample);
  offset_output_ = sample - offset_input_ + offset_pole_ * offset_output_;
  offset_input_ = sample;
  return offset_output_;
}

void LevelMeter::end_block() {
  if (block_count_ == block_length_) {
    loudest_block_ = std::max(loudest_block_, static_cast<double>(block_power_));
    ++full_blocks_;
  }
  power_sum_ += block_power_;
  sample_count_ += block_count_;
  block_power_ = 0;
  block_count_ = 0;
  a_weighting_.settle();
  if (std::fabs(offset_output_) < 1e-12F) offset_output_ = 0;
}

Level LevelMeter::take() {
  end_block();
  Level level;
  level.samples = sample_count_;
  level.average_db = decibels(power_sum_, sample_count_);
  level.max_db = full_blocks_ > 0 ? decibels(loudest_block_, block_length_) : level.average_db;
  power_sum_ = 0;
  sample_count_ = 0;
  loudest_block_ = 0;
  full_blocks_ = 0;
  return level;
}

double LevelMeter::decibels(double power_sum, std::size_t count) const {
  if (count == 0 || power_sum <= 0) return kMinLevelDb;
  const double gain = weighting_ == Weighting::a ? a_weighting_.power_gain() : 1;
  const double power = gain * power_sum / static_cast<double>(count);
  const double dbfs = 10 * std::log10(power / kFullScaleSinePower);
  const double db = dbfs - microphone_.sensitivity_dbfs + kReferenceDb + microphone_.offset_db;
  return std::clamp(db, kMinLevelDb, kMaxLevelDb);
}

}  // namespace luft::sound
