// The sensors that are wired to a board, as the core asks for them: by metric.
#pragma once

#include "firmware/core/ports.h"
#include "firmware/core/sensors/climate_sensor.h"

namespace luft::firmware {

// How well the access point is heard.
class RadioStrength {
 public:
  virtual ~RadioStrength() = default;
  [[nodiscard]] virtual std::optional<double> rssi_dbm() const = 0;  // empty: not connected
};

class BoardSensors final : public SensorSource {
 public:
  // A measurement older than this says nothing of now: the sensor counts as silent.
  static constexpr Uptime kFresh = std::chrono::seconds{20};

  // Both outlive it; `climate` is null on a board without such a chip.
  BoardSensors(ClimateSensor* climate, const RadioStrength& radio)
      : climate_(climate), radio_(radio) {}

  // Before each tick of the device.
  void on_tick(Uptime now);

  [[nodiscard]] std::optional<double> read(contract::Metric metric) override;
  [[nodiscard]] std::string_view trouble() const override {
    return climate_ != nullptr ? name(climate_->trouble()) : std::string_view{};
  }

 private:
  ClimateSensor* climate_;
  const RadioStrength& radio_;
  Uptime now_{};
};

}  // namespace luft::firmware
