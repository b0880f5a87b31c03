// The room around a virtual device: sensors read it, its window airs it, and it runs faster than
// the device's clock.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>

#include "firmware/core/ports.h"
#include "firmware/host/virtual_microphone.h"
#include "rooms/chance.h"
#include "rooms/simulated_room.h"

namespace luft::firmware::host {

class VirtualRoom final : public SensorSource, public MotorDriver {
 public:
  // `speed`: room seconds in one second of the device. Without a `tape` the room has no microphone:
  // `sound_volume` is then read as it is, which is what thousands of rooms can afford.
  VirtualRoom(rooms::SimulatedRoom room, double speed, double opening_pct,
              std::shared_ptr<const NoiseTape> tape, std::uint64_t seed);

  // The device's time: what sensors read is of this moment, and what the microphone heard until
  // then is as loud as the room was when it was last looked at.
  void set_time(Uptime now);

  [[nodiscard]] PcmSource* microphone() { return microphone_ ? &*microphone_ : nullptr; }

  std::optional<double> read(contract::Metric metric) override;
  void drive_to(double position_pct) override;
  void release() override {}

 private:
  void catch_up();

  rooms::SimulatedRoom room_;
  double speed_;
  double opening_pct_;
  std::optional<VirtualMicrophone> microphone_;
  rooms::Chance noise_;
  Uptime now_{};
  Uptime simulated_to_{};
  rooms::Observation seen_;
  double sound_dba_;
};

// The weather station of a virtual home.
class VirtualOutdoors final : public SensorSource {
 public:
  VirtualOutdoors(std::shared_ptr<const rooms::Weather> weather, double start_s, double speed)
      : weather_(std::move(weather)), start_s_(start_s), speed_(speed) {}

  void set_time(Uptime now) { now_ = now; }
  std::optional<double> read(contract::Metric metric) override;

 private:
  std::shared_ptr<const rooms::Weather> weather_;
  double start_s_;
  double speed_;
  Uptime now_{};
};

}  // namespace luft::firmware::host
