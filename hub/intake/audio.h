// Turns a device's audio into a sound level and keeps nothing else. A clip, PCM or a WAV file,
// travels in parts, which may arrive in any order; what is held is bounded per device and overall,
// and a clip that stays incomplete is forgotten. Pure.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "contract/audio.h"
#include "hub/intake/device.h"

namespace luft::hub {

class AudioLevels {
 public:
  static constexpr std::size_t kMaxClipBytes = 512 * 1024;        // decoded
  static constexpr std::size_t kMaxHeldBytes = 32 * 1024 * 1024;  // of all devices' clips
  static constexpr std::size_t kMaxClips = 2'048;                 // devices that are sending one
  static constexpr std::chrono::seconds kPatience{10};            // for a clip's other parts

  // The level of the clip that `part` completes, dB(A); empty while parts are missing. The error is
  // for people: why the part was refused.
  [[nodiscard]] std::expected<std::optional<double>, std::string_view> take(
      DeviceNumber device, const contract::AudioPart& part, SteadyTime now);

  // Forgets clips that stayed incomplete.
  void tick(SteadyTime now);

  [[nodiscard]] std::size_t held_bytes() const { return held_bytes_; }

 private:
  struct Clip {
    std::uint64_t boot = 0;
    std::uint32_t number = 0;
    std::uint32_t rate_hz = 0;
    contract::AudioFormat format{};
    std::uint32_t missing = 0;
    std::size_t bytes = 0;
    std::vector<std::vector<std::uint8_t>> parts;
    SteadyTime began;
  };
  using Clips = std::unordered_map<DeviceNumber, Clip>;
  [[nodiscard]] Clips::iterator clip_for(DeviceNumber device, const contract::AudioPart& part,
                                         SteadyTime now);
  void forget(Clips::iterator clip);

  Clips clips_;  // at most one per device
  std::size_t held_bytes_ = 0;
};

}  // namespace luft::hub
