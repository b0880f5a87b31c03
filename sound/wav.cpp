#include "sound/wav.h"

#include <cassert>
#include <cstddef>
#include <optional>

namespace luft::sound {
namespace {

constexpr std::size_t kChunkHeader = 8;  // a name of four letters, a length
constexpr std::size_t kFormatLength = 16;
constexpr std::size_t kExtensibleLength = 40;
constexpr std::size_t kSubFormatAt = 24;
constexpr std::uint16_t kPcm = 1;
constexpr std::uint16_t kExtensible = 0xFFFE;

using Bytes = std::span<const std::uint8_t>;

std::uint16_t u16(Bytes bytes, std::size_t at) {
  return static_cast<std::uint16_t>(bytes[at] | (bytes[at + 1] << 8U));
}

std::uint32_t u32(Bytes bytes, std::size_t at) {
  return u16(bytes, at) | (static_cast<std::uint32_t>(u16(bytes, at + 2)) << 16U);
}

bool is_named(Bytes bytes, std::string_view letters) {
  for (std::size_t i = 0; i < letters.size(); ++i) {
    if (bytes[i] != static_cast<std::uint8_t>(letters[i])) return false;
  }
  return true;
}

// The `fmt ` chunk: tag, channels, rate, bytes a second, bytes a frame, bits a sample.
std::optional<WavSound> read_format(Bytes chunk) {
  if (chunk.size() < kFormatLength) return std::nullopt;
  std::uint16_t tag = u16(chunk, 0);
  if (tag == kExtensible && chunk.size() >= kExtensibleLength) tag = u16(chunk, kSubFormatAt);
  const std::uint16_t channels = u16(chunk, 2);
  const std::uint16_t frame_bytes = u16(chunk, 12);
  const std::uint16_t bits = u16(chunk, 14);
  const bool supported =
      tag == kPcm && (channels == 1 || channels == 2) && bits == 16 && frame_bytes == 2 * channels;
  if (!supported) return std::nullopt;
  return WavSound{.rate_hz = u32(chunk, 4), .channels = channels, .pcm = {}};
}

}  // namespace

std::string_view name(WavError error) {
  switch (error) {
    case WavError::not_wave:
      return "not_wave";
    case WavError::truncated:
      return "truncated";
    case WavError::no_format:
      return "no_format";
    case WavError::unsupported_format:
      return "unsupported_format";
    case WavError::no_sound:
      return "no_sound";
  }
  assert(false && "an error of the closed set");
  return {};
}

// The length in the RIFF header is not used: the chunks' own are what must fit.
std::expected<WavSound, WavError> find_pcm(std::span<const std::uint8_t> file) {
  if (file.size() < 12 || !is_named(file, "RIFF") || !is_named(file.subspan(8), "WAVE")) {
    return std::unexpected(WavError::not_wave);
  }
  std::optional<WavSound> sound;
  Bytes rest = file.subspan(12);
  while (rest.size() >= kChunkHeader) {
    const std::size_t length = u32(rest, 4);
    const Bytes content = rest.subspan(kChunkHeader);
    if (length > content.size()) return std::unexpected(WavError::truncated);
    const Bytes chunk = content.first(length);
    if (is_named(rest, "fmt ")) {
      sound = read_format(chunk);
      if (!sound) return std::unexpected(WavError::unsupported_format);
    } else if (is_named(rest, "data")) {
      if (!sound) return std::unexpected(WavError::no_format);
      const std::size_t frame_bytes = std::size_t{2} * sound->channels;
      sound->pcm = chunk.first(length - length % frame_bytes);
      if (sound->pcm.empty()) return std::unexpected(WavError::no_sound);
      return *sound;
    }
    const std::size_t padded = length + length % 2;  // chunks begin at even places
    rest = content.subspan(padded < content.size() ? padded : content.size());
  }
  return std::unexpected(sound ? WavError::no_sound : WavError::no_format);
}

}  // namespace luft::sound
