// How a device is built and what is wired to it. What people change while it runs is a
// contract::DeviceConfig.
#pragma once

#include <cstdint>
#include <optional>
#include <span>

#include "contract/device.h"
#include "firmware/core/outbox.h"
#include "firmware/core/ports.h"
#include "firmware/core/sampler.h"
#include "firmware/core/sound_window.h"
#include "firmware/core/window.h"

namespace luft::firmware {

struct DeviceSettings {
  contract::DeviceId id;
  std::uint64_t boot = 0;                   // boot_name()
  contract::DeviceInfo about;               // boot, window and sampled sensors are filled in
  std::span<const MetricSettings> metrics;  // read during construction only
  SoundSettings sound;                      // read where there is a microphone
  OutboxSettings outbox;
  std::optional<WindowSettings> window;  // empty: a device that only senses
  Remembered remembered;
  std::uint32_t update_capacity_bytes = 0;  // of the slot that an update is written to
  std::uint32_t seed = 1;                   // jitter; different for every device
};

}  // namespace luft::firmware
