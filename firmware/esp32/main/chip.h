// What the chip knows of itself: its number, why it started, its memory; and its watchdog.
#pragma once

#include "contract/device.h"
#include "contract/device_id.h"
#include "firmware/core/ports.h"
#include "firmware/core/sensors/board_sensors.h"
#include "firmware/core/uptime.h"

namespace luft::firmware::esp32 {

[[nodiscard]] Uptime uptime();

// "luft-a1b2c3", by the radio's address: unlike any other, until a person gives it a name.
[[nodiscard]] contract::DeviceId own_name();

// What does not change until the next start.
[[nodiscard]] contract::DeviceInfo describe();
[[nodiscard]] bool started_by_brown_out();

// Memory, stacks and radio, as they are when it is asked.
class EspHealth final : public ChipHealth {
 public:
  // `radio` outlives it; `brown_outs` were counted over all starts.
  EspHealth(const RadioStrength& radio, std::uint32_t brown_outs)
      : radio_(radio), brown_outs_(brown_outs) {}
  void describe(contract::DeviceInfo& about) const override;

 private:
  const RadioStrength& radio_;
  std::uint32_t brown_outs_;
};

// From now on the calling task must come round every CONFIG_ESP_TASK_WDT_TIMEOUT_S.
void watch_this_task();
void feed_watchdog();

// While it lives, the calling task, which is watched, may take its time.
class Unwatched {
 public:
  Unwatched();
  ~Unwatched() { watch_this_task(); }
  Unwatched(const Unwatched&) = delete;
  Unwatched& operator=(const Unwatched&) = delete;
};

}  // namespace luft::firmware::esp32
