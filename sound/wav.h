// Where the sound is in a RIFF/WAVE file: the header is not sound, and its sizes are a stranger's.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

namespace luft::sound {

enum class WavError : std::uint8_t {
  not_wave,            // does not begin as RIFF/WAVE does
  truncated,           // a chunk says that it is longer than what is there
  no_format,           // sound before, or without, its format
  unsupported_format,  // not 16-bit PCM with one or two channels
  no_sound,            // no sample at all
};

// For logs and people: "truncated".
[[nodiscard]] std::string_view name(WavError error);

struct WavSound {
  std::uint32_t rate_hz = 0;  // as the file says; see is_supported_rate
  std::uint16_t channels = 1;
  std::span<const std::uint8_t> pcm;  // 16-bit little-endian whole frames, inside the file
};

[[nodiscard]] std::expected<WavSound, WavError> find_pcm(std::span<const std::uint8_t> file);

}  // namespace luft::sound
