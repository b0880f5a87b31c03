#include "hub/intake/audio.h"

#include <sodium.h>

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
  bytes.resize(length);
  return bytes;
}

Result level_of_wav(const Bytes& file) {
  const auto sound = sound::find_pcm(file);
  if (!sound) return std::unexpected{sound::name(sound.error())};
  if (!sound::is_supported_rate(sound->rate_hz)) return std::unexpected{"unsupported sample rate"};
  sound::LevelMeter meter{sound->rate_hz};
  meter.add_s16le(sound->pcm, sound->channels);
  return meter.take().average_db;
}

}  // namespace

Result AudioLevels::take(DeviceNumber device, const contract::AudioPart& part, SteadyTime now) {
  auto bytes = decode_base64(part.data);
  if (!bytes) return std::unexpected{"data is not base64"};
  if (bytes->empty()) return std::unexpected{"no sound"};
  if (part.format == contract::AudioFormat::wav) return level_of_wav(*bytes);
  if (!sound::is_supported_rate(part.rate_hz)) return std::unexpected{"unsupported sample rate"};

  auto at = clips_.find(device);
  if (at != clips_.end() && (at->second.boot != part.boot || at->second.number != part.clip ||
                             at->second.parts.size() != part.parts)) {
    forget(at);
    at = clips_.end();
  }
  if (held_bytes_ + bytes->size() > kMaxHeldBytes) return std::unexpected{"too much audio at once"};
  if (at == clips_.end()) {
    at = clips_.try_emplace(device).first;
    at->second = {.boot = part.boot,
                  .number = part.clip,
                  .rate_hz = part.rate_hz,
                  .missing = part.parts,
                  .parts = std::vector<Bytes>(part.parts),
                  .began = now};
  }
  Clip& clip = at->second;
  Bytes& place = clip.parts[part.part];
  if (!place.empty()) return std::nullopt;  // came twice
  held_bytes_ += bytes->size();
  place = *std::move(bytes);
  if (--clip.missing > 0) return std::nullopt;

  Bytes pcm;  // joined first: a part may end within a sample
  for (const Bytes& each : clip.parts) pcm.insert(pcm.end(), each.begin(), each.end());
  forget(at);
  if (pcm.size() > kMaxClipBytes) return std::unexpected{"clip is too long"};
  sound::LevelMeter meter{part.rate_hz};
  meter.add_s16le(pcm);
  return meter.take().average_db;
}

void AudioLevels::tick(SteadyTime now) {
  for (auto at = clips_.begin(); at != clips_.end();) {
    const auto next = std::next(at);
    if (now - at->second.began > kPatience) forget(at);
    at = next;
  }
}

void AudioLevels::forget(Clips::iterator clip) {
  for (const Bytes& part : clip->second.parts) held_bytes_ -= part.size();
  clips_.erase(clip);
}

}  // namespace luft::hub
