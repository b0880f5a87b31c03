// A microphone that hears a given level: synthesises what the converter would deliver and measures
// it with the device's own code.
#pragma once

#include <cstdint>
#include <vector>

namespace luft::firmware::host {

class VirtualMicrophone {
 public:
  explicit VirtualMicrophone(std::uint32_t seed);

  // The level, in dB(A), that the device measures over a 2-second window of noise at `level_dba`.
  // 16 bits and the full scale bound it as they bound a real one: about 22 to 120 dB(A).
  [[nodiscard]] double measure(double level_dba);

 private:
  std::vector<float> noise_;  // white, twice a window; each window starts elsewhere in it
  std::vector<std::int16_t> window_;
  double noise_level_dba_ = 0;  // of the noise as it is
  std::size_t next_start_ = 0;
};

}  // namespace luft::firmware::host
