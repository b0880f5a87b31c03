// What people may change about a device while it runs: takes the desired settings, has the parts
// they concern follow, and knows what is in force and what was refused. Pure.
#pragma once

#include <cstdint>

#include "contract/device_config.h"
#include "firmware/core/audio_clips.h"
#include "firmware/core/sampler.h"
#include "firmware/core/window.h"

namespace luft::firmware {

// The parts of a device that settings concern; null where it has none.
struct Configurable {
  Sampler& sampler;
  Window* window = nullptr;
  AudioClips* clips = nullptr;
};

class Configuration {
 public:
  enum class Taken : std::uint8_t { applied, known, older };

  // Settings that are not named are the device's own again.
  [[nodiscard]] Taken take(const contract::DeviceConfig& desired, const Configurable& parts,
                           Uptime now);

  [[nodiscard]] contract::ReportedConfig report(const Configurable& parts) const;

 private:
  void apply(contract::Metric metric, const contract::MetricConfig& config, Sampler& sampler,
             Uptime now);
  void apply(const contract::WindowConfig& config, Window* window);
  void apply(const contract::AudioConfig& config, AudioClips* clips, Uptime now);
  void refuse(contract::Metric metric, std::string_view setting, std::string_view reason);

  std::uint64_t version_ = 0;  // of what was applied last
  contract::ReportedConfig refused_;
};

}  // namespace luft::firmware
