// The DHT22 on its one wire: asked at most every two seconds, answered a few milliseconds later.
#pragma once

#include "firmware/core/sensors/climate_sensor.h"
#include "firmware/core/sensors/dht22_pulses.h"

namespace luft::firmware {

// The wire. The ESP32's RMT peripheral records while the core does other things.
class PulseLine {
 public:
  virtual ~PulseLine() = default;
  // Pulls the line low for 1 ms or more, lets go, and records what comes back.
  virtual void ask() = 0;
  // Copies what was recorded since ask(), oldest first; how many.
  [[nodiscard]] virtual std::size_t take(std::span<Pulse> pulses) = 0;
};

struct Dht22Settings {
  Uptime measure_every = std::chrono::seconds{5};  // never less than kShortestPause
};

class Dht22 final : public ClimateSensor {
 public:
  static constexpr Uptime kShortestPause = std::chrono::seconds{2};

  // `line` outlives it.
  Dht22(const Dht22Settings& settings, PulseLine& line) : settings_(settings), line_(line) {}

  void on_tick(Uptime now) override;
  [[nodiscard]] const Climate& latest() const override { return latest_; }
  [[nodiscard]] SensorTrouble trouble() const override { return trouble_; }

 private:
  void collect(Uptime now);

  Dht22Settings settings_;
  PulseLine& line_;
  bool asked_ = false;
  Uptime next_ = kShortestPause;  // after power comes, it needs one second before it can be asked
  Climate latest_;
  SensorTrouble trouble_ = SensorTrouble::no_answer;
};

}  // namespace luft::firmware
