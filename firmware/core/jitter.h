// Chance, for spreading a fleet's sends: small, seeded, the same sequence for the same seed.
#pragma once

#include <cstdint>
#include <random>

#include "firmware/core/uptime.h"

namespace luft::firmware {

class Jitter {
 public:
  explicit Jitter(std::uint32_t seed) : engine_(seed == 0 ? 1 : seed) { engine_.discard(4); }

  // A time in [0, span).
  [[nodiscard]] Uptime below(Uptime span) {
    return Uptime{span.count() * static_cast<std::int64_t>(engine_() & 0xFFFF) / 0x10000};
  }

  // `time` and up to a quarter more: enough to pull a fleet apart within a few rounds.
  [[nodiscard]] Uptime stretched(Uptime time) { return time + below(time / 4); }

 private:
  std::minstd_rand engine_;
};

}  // namespace luft::firmware
