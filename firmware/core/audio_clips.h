// Two seconds of sound, where a person turned that on: recorded into memory that is lent for it,
// sent part by part, and given back. Sound never leaves the device in any other way.
//
// Invariants: off unless set_every() said otherwise; at most one clip at a time; the 64 KB of PCM
// are the only copy, base64 is made a part at a time in the message itself; a part that the link
// does not take for ten seconds ends the clip.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "contract/device_id.h"
#include "firmware/core/ports.h"

namespace luft::firmware {

struct ClipCounters {
  std::uint64_t sent = 0;
  std::uint64_t no_memory = 0;  // begun in vain: the memory was not to be had
  std::uint64_t cut_short = 0;  // the link was too slow
};

class AudioClips {
 public:
  static constexpr std::uint32_t kRateHz = 16'000;
  static constexpr std::size_t kSamples = 2 * kRateHz;
  // 3,840 characters of base64, so that the message fits the 4 KB that all share.
  static constexpr std::size_t kSamplesPerPart = 1'440;
  static constexpr std::uint32_t kParts = (kSamples + kSamplesPerPart - 1) / kSamplesPerPart;

  AudioClips(const contract::DeviceId& device, std::uint64_t boot, const Ports& ports);
  ~AudioClips();
  AudioClips(const AudioClips&) = delete;
  AudioClips& operator=(const AudioClips&) = delete;

  // A clip each so often; zero ends it, and what is on its way too.
  void set_every(Uptime every, Uptime now);
  [[nodiscard]] Uptime every() const { return every_; }

  void add(std::span<const std::int16_t> samples);  // as the microphone delivers them
  // Sends a part at most. False once for each clip that found no memory.
  [[nodiscard]] bool on_tick(Uptime now);

  [[nodiscard]] const ClipCounters& counters() const { return counters_; }

 private:
  enum class State : std::uint8_t { idle, recording, sending };

  [[nodiscard]] bool begin(Uptime now);
  void send_part(Uptime now);
  void end();
  [[nodiscard]] std::string_view write_part(std::span<const std::int16_t> samples);

  contract::DeviceId device_;
  std::uint64_t boot_;
  MessageSink& sink_;
  Scratch& scratch_;
  ClipMemory* memory_;
  State state_ = State::idle;
  Uptime every_{};
  Uptime next_clip_{};
  Uptime next_part_{};
  Uptime part_taken_{};              // the last one
  std::span<std::int16_t> samples_;  // lent
  std::size_t filled_ = 0;
  std::uint32_t clip_ = 0;
  std::uint32_t part_ = 0;
  ClipCounters counters_;
};

}  // namespace luft::firmware
