// Tries a setup that is not kept yet with the real radio and the real broker.
#pragma once

#include "firmware/esp32/main/mqtt_client.h"
#include "firmware/esp32/main/wifi.h"

namespace luft::firmware::esp32 {

// begin() and step() come from the page's thread, on_tick() from the loop: the page's lock is held.
class WifiTrial final : public SetupTrial {
 public:
  WifiTrial(Wifi& wifi, MqttClient& mqtt) : wifi_(wifi), mqtt_(mqtt) {}

  void begin(const DeviceSetup& setup) override;
  void end() override;
  [[nodiscard]] TrialStep step() const override;
  [[nodiscard]] std::int8_t rssi_dbm() const override;

  [[nodiscard]] bool is_running() const { return running_.load(); }
  void on_tick();

 private:
  Wifi& wifi_;
  MqttClient& mqtt_;
  DeviceSetup setup_;
  std::atomic<bool> running_{false};
  std::atomic<bool> asks_broker_{false};
};

}  // namespace luft::firmware::esp32
