// How long to wait before trying again: doubles up to a limit, with jitter so that a thousand
// clients that lost one broker do not come back at once. Pure; the same seed gives the same waits.
#pragma once

#include <chrono>
#include <cstdint>
#include <random>

namespace luft::runtime {

struct BackoffSettings {
  std::chrono::milliseconds first{200};
  std::chrono::milliseconds longest{30'000};
};

class Backoff {
 public:
  Backoff(BackoffSettings settings, std::uint64_t seed);

  // The wait before the next try: between half and all of first, 2*first, 4*first, … longest.
  [[nodiscard]] std::chrono::milliseconds next();
  // It worked, and held: the next wait is a first one again.
  void reset();
  [[nodiscard]] std::uint32_t failures() const { return failures_; }  // since the last reset

 private:
  BackoffSettings settings_;
  std::minstd_rand random_;
  std::uint32_t failures_ = 0;
};

}  // namespace luft::runtime
