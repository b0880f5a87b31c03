// The BME280 on its bus: found, calibrated, and measured in forced mode (data sheet
// BST-BME280-DS002), so that it sleeps and does not warm itself in between.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "firmware/core/sensors/bme280_compensation.h"
#include "firmware/core/sensors/climate_sensor.h"

namespace luft::firmware {

// One chip's registers, as I2C reaches them. Each call takes under a millisecond.
class RegisterBus {
 public:
  virtual ~RegisterBus() = default;
  // Reads `bytes.size()` registers from `first` on; false when nothing acknowledged.
  [[nodiscard]] virtual bool read(std::uint8_t first, std::span<std::uint8_t> bytes) = 0;
  [[nodiscard]] virtual bool write(std::uint8_t address, std::uint8_t value) = 0;
};

struct Bme280Settings {
  Uptime measure_every = std::chrono::seconds{5};
  Uptime look_again_every = std::chrono::seconds{10};  // for a chip that does not answer
};

// A chip that vanishes is looked for again, and set up anew when it is back: it may be another one,
// or have lost its settings with its power. A BMP280 (the same without humidity) is welcome.
class Bme280 final : public ClimateSensor {
 public:
  // `bus` outlives it.
  Bme280(const Bme280Settings& settings, RegisterBus& bus) : settings_(settings), bus_(bus) {}

  void on_tick(Uptime now) override;
  [[nodiscard]] const Climate& latest() const override { return latest_; }
  [[nodiscard]] SensorTrouble trouble() const override { return trouble_; }

 private:
  enum class State : std::uint8_t { absent, resting, measuring };

  void find(Uptime now);
  [[nodiscard]] SensorTrouble set_up();
  void start(Uptime now);
  void collect(Uptime now);
  void lose(SensorTrouble why, Uptime now);

  Bme280Settings settings_;
  RegisterBus& bus_;
  State state_ = State::absent;
  bool measures_humidity_ = false;
  Bme280Calibration calibration_;
  Uptime next_{};  // look, start or collect
  Uptime give_up_{};
  Climate latest_;
  SensorTrouble trouble_ = SensorTrouble::no_answer;
};

}  // namespace luft::firmware
