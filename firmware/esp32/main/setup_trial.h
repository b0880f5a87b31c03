// Tries a setup that is not kept yet with the real radio and the real broker.
#pragma once

#include <freertos/FreeRTOS.h>
#include <freertos/semphr.h>

#include <atomic>

#include "firmware/esp32/main/mqtt_client.h"
#include "firmware/esp32/main/wifi.h"

namespace luft::firmware::esp32 {

// begin(), end(), step() and rssi_dbm() come from the page's thread; what they ask for is done by
// the loop, which alone touches the connection.
class WifiTrial final : public SetupTrial {
 public:
  WifiTrial(Wifi& wifi, MqttClient& mqtt);

  void begin(const DeviceSetup& setup) override;
  void end() override { is_over_ = true; }
  [[nodiscard]] TrialStep step() const override { return step_.load(); }
  [[nodiscard]] std::int8_t rssi_dbm() const override;

  // For the loop. While one runs, radio and connection are the trial's.
  [[nodiscard]] bool is_running() const { return is_running_; }
  enum class Change : std::uint8_t { none, ended };
  [[nodiscard]] Change on_tick();

 private:
  [[nodiscard]] bool take_asked();

  Wifi& wifi_;
  MqttClient& mqtt_;
  StaticSemaphore_t mutex_control_{};
  SemaphoreHandle_t mutex_;
  DeviceSetup asked_;      // guarded by the mutex
  bool is_asked_ = false;  // likewise
  DeviceSetup setup_;      // the loop's, as all below
  bool is_running_ = false;
  bool asks_broker_ = false;
  std::atomic<bool> is_over_{false};
  std::atomic<TrialStep> step_{TrialStep::joining};
};

}  // namespace luft::firmware::esp32
