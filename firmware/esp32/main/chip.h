// What the chip knows of itself: its number, why it started, its memory; and its watchdog.
#pragma once

#include "contract/device.h"
#include "contract/device_id.h"
#include "firmware/core/uptime.h"

namespace luft::firmware::esp32 {

[[nodiscard]] Uptime uptime();

// "luft-a1b2c3", by the radio's address: unlike any other, until a person gives it a name.
[[nodiscard]] contract::DeviceId own_name();

[[nodiscard]] contract::DeviceInfo describe();

// From now on the calling task must come round every CONFIG_ESP_TASK_WDT_TIMEOUT_S.
void watch_this_task();
void feed_watchdog();

}  // namespace luft::firmware::esp32
