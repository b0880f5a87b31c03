// Rounds of steady flow: how fast readings come through, and what that costs.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "bench/offered_load.h"

namespace luft::bench {

// One value a round.
struct SteadyRate {
  std::vector<double> per_second;
  std::vector<double> machine_busy;               // share of all cores
  std::map<std::string, std::vector<double>> us;  // microseconds of each cost for one reading
};

struct SteadyRateOptions {
  int rounds = 5;
  std::chrono::milliseconds warm_up{3'000};
  std::chrono::milliseconds round{6'000};
  // Seconds of CPU used so far, by name: sampled around each round.
  std::function<std::map<std::string, double>()> costs = [] {
    return std::map<std::string, double>{};
  };
};

// `arrived` says how many readings have come through so far. Throws std::runtime_error when
// something that was sent has not arrived half a minute later.
[[nodiscard]] SteadyRate steady_rate(OfferedLoad& load,
                                     const std::function<std::uint64_t()>& arrived,
                                     const SteadyRateOptions& options);

}  // namespace luft::bench
