#include "firmware/core/audio_clips.h"

#include <algorithm>
#include <bit>

#include "contract/audio.h"
#include "firmware/core/base64.h"

namespace luft::firmware {
namespace {

// Readings, receipts and commands pass between two parts.
constexpr Uptime kBetweenParts{100};
constexpr Uptime kLongestWait = std::chrono::seconds{10};

static_assert(std::endian::native == std::endian::little, "s16le is sent as it lies in memory");
static_assert(base64_length(AudioClips::kSamplesPerPart * 2) + 200 <= Scratch::kLeastBytes);
static_assert(AudioClips::kSamplesPerPart * 2 <= contract::kMaxAudioPcmBytesPerPart);
static_assert(AudioClips::kParts <= contract::kMaxAudioParts);

}  // namespace

AudioClips::AudioClips(const contract::DeviceId& device, std::uint64_t boot, const Ports& ports)
    : device_(device),
      boot_(boot),
      sink_(ports.sink),
      scratch_(ports.scratch),
      memory_(ports.clip_memory) {}

AudioClips::~AudioClips() {
  end();
}

void AudioClips::set_every(Uptime every, Uptime now) {
  if (every == every_) return;
  every_ = every;
  next_clip_ = now;
  if (every == Uptime{}) end();
}

void AudioClips::add(std::span<const std::int16_t> samples) {
  if (state_ != State::recording) return;
  const std::size_t count = std::min(samples.size(), kSamples - filled_);
  std::copy_n(samples.begin(), count, samples_.begin() + static_cast<std::ptrdiff_t>(filled_));
  filled_ += count;
  if (filled_ == kSamples) state_ = State::sending;
}

bool AudioClips::on_tick(Uptime now) {
  if (state_ == State::recording && now - part_taken_ > kLongestWait) {  // the microphone is silent
    ++counters_.cut_short;
    end();
  }
  if (state_ == State::sending && now >= next_part_) send_part(now);
  if (state_ == State::idle && every_ > Uptime{} && now >= next_clip_) {
    next_clip_ = now + every_;
    return begin(now);
  }
  return true;
}

bool AudioClips::begin(Uptime now) {
  samples_ = memory_ != nullptr ? memory_->lend(kSamples) : std::span<std::int16_t>{};
  if (samples_.size() < kSamples) {
    ++counters_.no_memory;
    end();
    return false;
  }
  state_ = State::recording;
  filled_ = 0;
  part_ = 0;
  ++clip_;
  // The time that recording takes counts: a microphone that falls silent must not keep the memory.
  part_taken_ = now + std::chrono::seconds{2};
  next_part_ = now;
  return true;
}

void AudioClips::send_part(Uptime now) {
  const std::size_t first = part_ * kSamplesPerPart;
  const auto samples = samples_.subspan(first, std::min(kSamplesPerPart, kSamples - first));
  const contract::Topic topic{.kind = contract::TopicKind::audio, .device = device_};
  if (sink_.publish(topic, write_part(samples))) {
    part_taken_ = now;
    next_part_ = now + kBetweenParts;
    if (++part_ < kParts) return;
    ++counters_.sent;
    return end();
  }
  if (now - part_taken_ < kLongestWait) return;
  ++counters_.cut_short;
  end();
}

// The message is written with empty data, which comes last, and then filled where it lies.
std::string_view AudioClips::write_part(std::span<const std::int16_t> samples) {
  constexpr std::string_view kEnd = "\"}";
  contract::AudioPart part;
  part.rate_hz = kRateHz;
  part.boot = boot_;
  part.clip = clip_;
  part.part = part_;
  part.parts = kParts;
  std::span<char> text{scratch_.text};
  std::size_t length = contract::write_audio(part, text).size() - kEnd.size();
  const std::span<const std::uint8_t> bytes{reinterpret_cast<const std::uint8_t*>(samples.data()),
                                            samples.size_bytes()};
  length += write_base64(bytes, text.subspan(length));
  length += kEnd.copy(text.data() + length, kEnd.size());
  return {text.data(), length};
}

void AudioClips::end() {
  // What is there was lent by it. NOLINTNEXTLINE(clang-analyzer-core.CallAndMessage)
  if (!samples_.empty()) memory_->give_back(samples_);
  samples_ = {};
  state_ = State::idle;
}

}  // namespace luft::firmware
