#include "bench/steady_rate.h"

#include <fmt/format.h>

#include <stdexcept>
#include <thread>

#include "bench/usage.h"

namespace luft::bench {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::chrono::seconds kPatience{30};

}  // namespace

SteadyRate steady_rate(OfferedLoad& load, const std::function<std::uint64_t()>& arrived,
                       const SteadyRateOptions& options) {
  SteadyRate rate;
  load.start();
  std::this_thread::sleep_for(options.warm_up);
  for (int round = 0; round < options.rounds; ++round) {
    const auto began = Clock::now();
    const auto count = arrived();
    const auto busy = machine_busy_s();
    const auto costs = options.costs();
    std::this_thread::sleep_for(options.round);
    const double took_s = std::chrono::duration<double>(Clock::now() - began).count();
    const auto readings = static_cast<double>(arrived() - count);
    rate.per_second.push_back(readings / took_s);
    rate.machine_busy.push_back((machine_busy_s() - busy) / took_s /
                                std::thread::hardware_concurrency());
    for (const auto& [name, seconds] : options.costs()) {
      rate.us[name].push_back(1e6 * (seconds - costs.at(name)) / readings);
    }
  }
  if (!load.stop(kPatience)) {
    throw std::runtime_error{
        fmt::format("{} of {} readings did not arrive", load.sent() - arrived(), load.sent())};
  }
  return rate;
}

}  // namespace luft::bench
