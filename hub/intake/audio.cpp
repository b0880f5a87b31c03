#include "hub/intake/audio.h"

#include <sodium.h>

#include <span>

#include "sound/level.h"
#include "sound/wav.h"

namespace luft::hub {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Result = std::expected<std::optional<double>, std::string_view>;

std::optional<Bytes> decode_base64(std::string_view text) {
  Bytes bytes(text.size() / 4 * 3 + 3);
  std::size_t length = 0;
  const int failed = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), "\r\n",
                                       &length, nullptr, sodium_base64_VARIANT_ORIGINAL);
  if (failed != 0) return std::nullopt;
  // A copy of the size that counts: line breaks would let little sound hold much memory.
  return Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length));
}

Result level_of(std::span<const std::uint8_t> pcm, std::uint32_t rate_hz, std::uint16_t channels) {
  if (!sound::is_supported_rate(rate_hz)) return std::unexpected{"unsupported sample rate"};
  sound::LevelMeter meter{rate_hz};
  meter.add_s16le(pcm, channels);
  const sound::Level level = meter.take();
  if (level.samples == 0) return std::unexpected{"no sound"};
  return level.average_db;
}

Result level_of(const Bytes& clip, const contract::AudioPart& part) {
  if (part.format == contract::AudioFormat::s16le) return level_of(clip, part.rate_hz, 1);
  const auto sound = sound::find_pcm(clip);
  if (!sound) return std::unexpected{sound::name(sound.error())};
  return level_of(sound->pcm, sound->rate_hz, sound->channels);
}

}  // namespace

Result AudioLevels::take(DeviceNumber device, const contract::AudioPart& part, SteadyTime now) {
  auto bytes = decode_base64(part.data);
  if (!bytes) return std::unexpected{"data is not base64"};
  if (bytes->empty()) return std::unexpected{"no sound"};
  if (bytes->size() > kMaxClipBytes) return std::unexpected{"clip is too long"};
  if (part.parts == 1) return level_of(*bytes, part);

  const auto at = clip_for(device, part, now);
  if (at == clips_.end()) return std::unexpected{"too much audio at once"};
  Clip& clip = at->second;
  Bytes& place = clip.parts[part.part];
  if (!place.empty()) return std::nullopt;  // came twice
  if (clip.bytes + bytes->size() > kMaxClipBytes) {
    forget(at);
    return std::unexpected{"clip is too long"};
  }
  if (held_bytes_ + bytes->size() > kMaxHeldBytes) {
    return std::unexpected{"too much audio at once"};
  }
  held_bytes_ += bytes->size();
  clip.bytes += bytes->size();
  place = *std::move(bytes);
  if (--clip.missing > 0) return std::nullopt;

  Bytes whole;  // joined first: a part may end within a sample
  whole.reserve(clip.bytes);
  for (const Bytes& each : clip.parts) whole.insert(whole.end(), each.begin(), each.end());
  forget(at);
  return level_of(whole, part);
}

// The clip that a part belongs to, a new one in place of another; the end when there is no room.
AudioLevels::Clips::iterator AudioLevels::clip_for(DeviceNumber device,
                                                   const contract::AudioPart& part,
                                                   SteadyTime now) {
  const auto at = clips_.find(device);
  if (at != clips_.end()) {
    const Clip& clip = at->second;
    if (clip.boot == part.boot && clip.number == part.clip && clip.parts.size() == part.parts &&
        clip.rate_hz == part.rate_hz && clip.format == part.format) {
      return at;
    }
    forget(at);
  }
  if (clips_.size() >= kMaxClips) return clips_.end();
  return clips_
      .insert_or_assign(device, Clip{.boot = part.boot,
                                     .number = part.clip,
                                     .rate_hz = part.rate_hz,
                                     .format = part.format,
                                     .missing = part.parts,
                                     .bytes = 0,
                                     .parts = std::vector<Bytes>(part.parts),
                                     .began = now})
      .first;
}

void AudioLevels::tick(SteadyTime now) {
  for (auto at = clips_.begin(); at != clips_.end();) {
    const auto next = std::next(at);
    if (now - at->second.began > kPatience) forget(at);
    at = next;
  }
}

void AudioLevels::forget(Clips::iterator clip) {
  held_bytes_ -= clip->second.bytes;
  clips_.erase(clip);
}

}  // namespace luft::hub
