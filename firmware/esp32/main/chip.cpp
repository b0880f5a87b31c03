#include "firmware/esp32/main/chip.h"

#include <esp_check.h>
#include <esp_core_dump.h>
#include <esp_heap_caps.h>
#include <esp_mac.h>
#include <esp_system.h>
#include <esp_task_wdt.h>
#include <esp_timer.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <string_view>

#include "firmware/esp32/main/config.h"

namespace luft::firmware::esp32 {
namespace {

std::string_view words(esp_reset_reason_t reason) {
  switch (reason) {
    case ESP_RST_POWERON:
      return "power on";
    case ESP_RST_EXT:
      return "reset pin";
    case ESP_RST_SW:
      return "asked to";
    case ESP_RST_PANIC:
      return "crash";
    case ESP_RST_INT_WDT:
    case ESP_RST_TASK_WDT:
    case ESP_RST_WDT:
      return "watchdog";
    case ESP_RST_BROWNOUT:
      return "brown-out";
    default:
      return "other";
  }
}

// Of all tasks, ESP-IDF's too.
std::uint32_t lowest_free_stack() {
  std::array<TaskStatus_t, 24> tasks{};
  const UBaseType_t count = uxTaskGetSystemState(tasks.data(), tasks.size(), nullptr);
  std::uint32_t lowest = uxTaskGetStackHighWaterMark(nullptr);
  for (UBaseType_t i = 0; i < count; ++i) {
    lowest = std::min<std::uint32_t>(lowest, tasks[i].usStackHighWaterMark);
  }
  return lowest;
}

}  // namespace

Uptime uptime() {
  return std::chrono::duration_cast<Uptime>(std::chrono::microseconds{esp_timer_get_time()});
}

contract::DeviceId own_name() {
  std::array<std::uint8_t, 6> mac{};
  ESP_ERROR_CHECK(esp_read_mac(mac.data(), ESP_MAC_WIFI_STA));
  std::array<char, 16> name{};
  std::snprintf(name.data(), name.size(), "luft-%02x%02x%02x", unsigned{mac[3]}, unsigned{mac[4]},
                unsigned{mac[5]});
  return contract::DeviceId::cut(name.data());
}

contract::DeviceInfo describe() {
  contract::DeviceInfo info;
  info.firmware = decltype(info.firmware)::cut(LUFT_VERSION);
  info.chip = decltype(info.chip)::cut(kChip);
  info.reset_reason = decltype(info.reset_reason)::cut(words(esp_reset_reason()));
  return info;
}

bool started_by_brown_out() {
  return esp_reset_reason() == ESP_RST_BROWNOUT;
}

void EspHealth::describe(contract::DeviceInfo& about) const {
  about.rssi_dbm = radio_.rssi_dbm();
  about.free_memory_bytes = heap_caps_get_free_size(MALLOC_CAP_8BIT);
  about.diagnostics.lowest_free_memory_bytes = heap_caps_get_minimum_free_size(MALLOC_CAP_8BIT);
  about.diagnostics.largest_free_block_bytes = heap_caps_get_largest_free_block(MALLOC_CAP_8BIT);
  about.diagnostics.lowest_free_stack_bytes = lowest_free_stack();
  about.diagnostics.brown_outs = brown_outs_;
  about.diagnostics.crash_dump = esp_core_dump_image_check() == ESP_OK;
}

void watch_this_task() {
  ESP_ERROR_CHECK(esp_task_wdt_add(nullptr));
}

void feed_watchdog() {
  esp_task_wdt_reset();
}

Unwatched::Unwatched() {
  ESP_ERROR_CHECK(esp_task_wdt_delete(nullptr));
}

}  // namespace luft::firmware::esp32
