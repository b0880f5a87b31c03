#include "sound/level.h"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace luft::sound {
namespace {

constexpr double kFullScaleSinePower = 32768.0 * 32768.0 / 2;
constexpr double kReferenceDb = 94;  // 1 Pa, where sensitivities are given
constexpr double kOffsetCornerHz = 5;

// Powers are squares of 16-bit samples times 2^kPowerFractionBits. A block of the highest rate at
// full scale has 58 bits.
constexpr int kPowerFractionBits = 8;
constexpr double kPowerUnit = 1 << kPowerFractionBits;

constexpr int kShift = 2 * kSignalFractionBits - kPowerFractionBits;
constexpr double kSignalUnitsOfPower = 1 << kShift;

constexpr std::uint64_t power_of(std::int64_t signal) {
  return static_cast<std::uint64_t>(signal * signal) >> kShift;
}

constexpr std::int32_t to_signal(std::int32_t sample) {
  return sample * (1 << kSignalFractionBits);
}

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
      offset_removal_(kOffsetCornerHz, rate_hz),
      block_length_(rate_hz / 8) {
  assert(is_supported_rate(rate_hz));
}

void LevelMeter::add(std::span<const std::int16_t> samples) {
  for (const std::int16_t sample : samples) add_sample(to_signal(sample));
}

void LevelMeter::add_s16le(std::span<const std::uint8_t> pcm, std::uint16_t channels) {
  assert(channels == 1 || channels == 2);
  const std::size_t frames = pcm.size() / (std::size_t{2} * channels);
  for (std::size_t i = 0; i < frames; ++i) {
    if (channels == 1) {
      add_sample(to_signal(sample_at(pcm, i)));
    } else {
      const int both = sample_at(pcm, 2 * i) + sample_at(pcm, 2 * i + 1);
      add_sample(to_signal(both) / 2);
    }
  }
}

void LevelMeter::add_sample(std::int32_t sample) {
  if (!started_) {
    a_weighting_.start_at(sample);
    offset_removal_.start_at(sample);
    started_ = true;
  }
  const bool weighted = weighting_ == Weighting::a;
  const std::int64_t filtered =
      weighted ? a_weighting_.filter(sample) : offset_removal_.filter(sample);
  block_power_ += power_of(filtered);
  if (!weighted) {
    block_square_ += power_of(sample);
    block_sum_ += sample;
  }
  if (++block_count_ == block_length_) end_block();
}

void LevelMeter::end_block() {
  if (block_count_ == block_length_) {
    loudest_block_ = std::max(loudest_block_, block_power_);
    ++full_blocks_;
  }
  const bool weighted = weighting_ == Weighting::a;
  power_sum_ += static_cast<double>(weighted ? block_power_ : block_square_);
  sum_ += static_cast<double>(block_sum_);
  sample_count_ += block_count_;
  block_power_ = 0;
  block_square_ = 0;
  block_sum_ = 0;
  block_count_ = 0;
}

Level LevelMeter::take() {
  end_block();
  Level level;
  level.samples = sample_count_;
  // Without weighting the offset is the mean of all that was heard, exactly: no filter takes a part
  // of the sound with it.
  double power_sum = power_sum_;
  if (sample_count_ > 0) {
    power_sum -= sum_ * sum_ / kSignalUnitsOfPower / static_cast<double>(sample_count_);
  }
  level.average_db = decibels(power_sum, sample_count_);
  level.max_db = level.average_db;
  if (full_blocks_ > 0) {
    const double loudest = decibels(static_cast<double>(loudest_block_), block_length_);
    level.max_db = std::max(level.average_db, loudest);
  }
  power_sum_ = 0;
  sum_ = 0;
  sample_count_ = 0;
  loudest_block_ = 0;
  full_blocks_ = 0;
  return level;
}

double LevelMeter::decibels(double power_sum, std::size_t count) const {
  if (count == 0 || power_sum <= 0) return kMinLevelDb;
  const double gain = weighting_ == Weighting::a ? a_weighting_.power_gain() : 1;
  const double power = gain * power_sum / kPowerUnit / static_cast<double>(count);
  const double dbfs = 10 * std::log10(power / kFullScaleSinePower);
  const double db = dbfs - microphone_.sensitivity_dbfs + kReferenceDb + microphone_.offset_db;
  return std::clamp(db, kMinLevelDb, kMaxLevelDb);
}

}  // namespace luft::sound
