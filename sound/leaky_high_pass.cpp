#include "sound/leaky_high_pass.h"

#include <cmath>
#include <numbers>

namespace luft::sound {

LeakyHighPass::LeakyHighPass(double pole_hz, std::uint32_t rate_hz)
    : leak_(static_cast<std::int32_t>(
          std::lround((1 - std::exp(-2 * std::numbers::pi * pole_hz / rate_hz)) *
                      static_cast<double>(std::int64_t{1} << kLevelBits)))) {}

}  // namespace luft::sound
