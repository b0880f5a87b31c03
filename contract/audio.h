// `sensor/{id}/audio`: a 2-second clip, in numbered PCM parts or (older devices) as one base64 WAV.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "contract/json_document.h"
#include "contract/parse_error.h"

namespace luft::contract {

enum class AudioFormat : std::uint8_t { s16le, wav };

// `data` is base64 text that lives as long as `document`.
struct AudioPart {
  std::uint32_t rate_hz = 16'000;
  AudioFormat format = AudioFormat::s16le;
  std::uint64_t boot = 0;
  std::uint32_t clip = 0;
  std::uint32_t part = 0;   // from 0
  std::uint32_t parts = 1;  // 1..kMaxAudioParts
  std::string_view data{};
  JsonDocument document{};
};

// Two forms: `{"rate","format","boot","clip","part","parts","data"}`, and the first
// implementation's `{"data": base64 WAV, "sample_rate": 16000, "duration": 2.0}`. The latter's data
// is `wav` when it starts with a RIFF header, else `s16le`.
[[nodiscard]] std::expected<AudioPart, ParseError> parse_audio(std::string_view payload);

// Writes a part whose `data` is base64 already. `buffer`: kMaxAudioPcmBytesPerPart * 4/3 + 256.
[[nodiscard]] std::string_view write_audio(const AudioPart& part, std::span<char> buffer);

}  // namespace luft::contract
