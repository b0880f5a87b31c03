// The firmware: makes the parts, joins them, and goes round every ten milliseconds.
#include <esp_core_dump.h>
#include <esp_log.h>
#include <esp_random.h>
#include <esp_system.h>
#include <freertos/FreeRTOS.h>
#include <freertos/task.h>

#include <optional>

#include "firmware/core/setup/device_parts.h"
#include "firmware/esp32/main/body.h"
#include "firmware/esp32/main/chip.h"
#include "firmware/esp32/main/flash_partition.h"
#include "firmware/esp32/main/network_link.h"
#include "firmware/esp32/main/own_host_name.h"
#include "firmware/esp32/main/panel.h"

namespace luft::firmware::esp32 {
namespace {

constexpr const char* kTag = "luft";
constexpr TickType_t kTick = pdMS_TO_TICKS(10);
// ESP-IDF runs app_main at 1, below all others. What senses, moves and feeds the watchdog goes
// before what talks: esp-mqtt and the setup page at 5, an update's download at 2. Above it are only
// the microphone, which moves samples, and ESP-IDF's own drivers (docs/hardware.md has the list).
constexpr UBaseType_t kLoopPriority = 6;

DeviceSettings device_settings(const DeviceSetup& setup, const BootMemory& boot, const Body& body,
                               const Remembered& remembered) {
  DeviceSettings settings;
  settings.id = setup.id;
  settings.boot = boot_name(boot);
  settings.about = describe();
  settings.metrics = body.metrics();
  settings.sound.rate_hz = kSoundRateHz;
  settings.sound.microphone = microphone_of(setup);
  if (setup.actuator != Actuator::none) settings.window.emplace().motor = motor_of(setup);
  settings.remembered = remembered;
  settings.update_capacity_bytes = body.update_capacity_bytes();
  settings.seed = esp_random();
  return settings;
}

// All there is. Made once in static memory: the stack is for calls.
struct Firmware {
  Nvs nvs;
  Identity identity = identify_start(nvs);  // before the network, whose key is in it
  KeptSetup kept_setup{nvs};
  DeviceSetup setup;
  bool is_set_up = kept_setup.load(setup);
  Remembered remembered = KeptWindow(nvs).load();
  Panel panel;
  NetworkLink network{is_set_up ? &setup : nullptr, kept_setup, identity.password, esp_random()};
  EspHealth health{
      network.radio(),
      count_brown_outs(nvs, started_by_brown_out() ? StartedBy::brown_out : StartedBy::other)};
  std::optional<Body> body;
  std::optional<Device> device;
  bool is_to_be_reset = false;

  Firmware() {
    if (!is_set_up) {
      ESP_LOGW(kTag, "not set up: join the network %.*s, password %s, and open http://192.168.4.1",
               static_cast<int>(own_name().view().size()), own_name().view().data(),
               identity.password.data());
      return;
    }
    body.emplace(setup, nvs, network.radio(), remembered);
    device.emplace(device_settings(setup, identity.boot, *body, remembered),
                   body->ports(network.sink(), panel, health));
    announce(setup.id);
  }

  void on_tick(Uptime now) {
    switch (panel.on_tick(now)) {
      case Button::Wish::setup_page:
        network.ask_for_page(now);
        break;
      case Button::Wish::factory_reset:
        is_to_be_reset = true;
        if (device) device->factory_reset(now);
        restart(now);
        break;
      case Button::Wish::none:
        break;
    }
    if (network.on_tick(now)) restart(now);
    if (device) {
      network.deliver(*device, now);
      body->on_tick(now);
      device->on_tick(now);
    }
    // A movement that began during the last words ends first.
    if (panel.is_restart_due(now) && !(device && device->is_moving())) {
      if (is_to_be_reset) forget_owner();
      esp_restart();
    }
  }

  void restart(Uptime now) {
    if (device) return device->restart(now);
    panel.restart();
  }

  // Last of all, so that nothing is written after it. The setup goes last: a device whose power
  // failed in the middle is still set up, and is reset again. Where the window stands is true
  // whoever owns it.
  void forget_owner() {
    forget_readings();
    esp_core_dump_image_erase();  // it holds memory, passwords among it
    KeptWindow window(nvs);
    Remembered last = window.load();
    last.hold_s = 0;
    window.remember(last);
    KeptUpdate(nvs).forget();
    kept_setup.forget();
  }
};

}  // namespace
}  // namespace luft::firmware::esp32

extern "C" void app_main() {
  using namespace luft::firmware::esp32;
  vTaskPrioritySet(nullptr, kLoopPriority);
  static Firmware firmware;
  watch_this_task();
  for (TickType_t woken = xTaskGetTickCount();;) {
    firmware.on_tick(uptime());
    feed_watchdog();
    xTaskDelayUntil(&woken, kTick);
  }
}
