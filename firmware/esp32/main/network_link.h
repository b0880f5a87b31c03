// Carries out what core/network/joining.h wishes: joins, opens and closes the setup page, connects
// to the broker; and tells it what happened.
#pragma once

#include <optional>

#include "firmware/core/network/joining.h"
#include "firmware/esp32/main/kept.h"
#include "firmware/esp32/main/mqtt_client.h"
#include "firmware/esp32/main/portal_server.h"
#include "firmware/esp32/main/setup_trial.h"
#include "firmware/esp32/main/wifi.h"

namespace luft::firmware::esp32 {

class NetworkLink {
 public:
  // `setup` is null for a device that has none: then only the page is served. Both outlive it.
  NetworkLink(const DeviceSetup* setup, KeptSetup& memory, const DevicePassword& password,
              std::uint32_t seed);

  void ask_for_page(Uptime now) { joining_.on_page_asked_for(now); }
  // True once a new setup was kept: time to start again.
  [[nodiscard]] bool on_tick(Uptime now);

  // Hands the device what came for it; during a trial it has no connection.
  void deliver(Device& device, Uptime now);

  [[nodiscard]] MessageSink& sink() { return mqtt_; }
  [[nodiscard]] const Wifi& radio() const { return wifi_; }

 private:
  void obey(Joining::Wish wish);
  void follow_trial(Uptime now);
  void follow_radio(Uptime now);

  const DeviceSetup* setup_;
  EspEntropy entropy_;
  Wifi wifi_;
  MqttClient mqtt_;
  WifiTrial trial_;
  Joining joining_;
  PortalSettings page_settings_;
  PortalPorts page_ports_;
  std::optional<PortalServer> page_;
};

}  // namespace luft::firmware::esp32
