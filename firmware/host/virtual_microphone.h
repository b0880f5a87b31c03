// A microphone in a simulated room: delivers, while the device's time passes, the PCM that a
// converter would deliver for a room of a given level. The device measures it with its own code.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "firmware/core/ports.h"

namespace luft::firmware::host {

// White noise of a known level, made once for all microphones of a fleet.
class NoiseTape {
 public:
  explicit NoiseTape(std::uint32_t seed);

  static constexpr std::uint32_t kRateHz = 16'000;
  [[nodiscard]] const std::vector<float>& samples() const { return samples_; }
  [[nodiscard]] double level_dba() const { return level_dba_; }

 private:
  std::vector<float> samples_;
  double level_dba_;
};

class VirtualMicrophone final : public PcmSource {
 public:
  // `seed` says where on the tape it begins: no two rooms sound alike at the same time.
  VirtualMicrophone(std::shared_ptr<const NoiseTape> tape, std::uint64_t seed);

  // The room was this loud, in dB(A), until `now`. 16 bits and the full scale bound what can be
  // heard as they bound a real microphone: about 22 to 120 dB(A). What nobody reads for
  // kBuffered is lost.
  void hear(double level_dba, Uptime now);
  std::size_t read(std::span<std::int16_t> samples) override;

  static constexpr Uptime kBuffered{2'000};

 private:
  std::shared_ptr<const NoiseTape> tape_;
  std::size_t position_;  // on the tape
  Uptime heard_until_{};
  std::size_t waiting_ = 0;  // samples that are there to be read
  float gain_ = 0;
};

}  // namespace luft::firmware::host
