// How soon the hub asks the model once a reading is published, while it takes half of what it can:
// published reading -> broker -> hub -> broker -> a subscriber to the requests. The most that it
// can take is measured first, in the same run and with the same kind of readings; ml answers.
#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <stdexcept>

#include "bench/benchmarks.h"
#include "bench/counter.h"
#include "bench/durable_watch.h"
#include "bench/jumpy_devices.h"
#include "bench/luft_services.h"
#include "bench/offered_load.h"
#include "bench/paced_probe.h"
#include "bench/request_probe.h"
#include "bench/steady_rate.h"

namespace luft::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 5;
constexpr std::size_t kProbes = 500;  // a round, at 50 a second
constexpr std::size_t kLoadDevices = 100;
constexpr double kLimit_ms = 20;
constexpr double kShareOfMost = 0.5;
constexpr double kReached = 0.95;  // of the rate that was to be offered
constexpr std::chrono::seconds kPatience{30};

// What the hub takes at most: single values, durable.
double most_per_second(OfferedLoad& load, const LuftServices& services) {
  SteadyRateOptions options;
  options.warm_up = std::chrono::milliseconds{3'000};
  options.round = std::chrono::milliseconds{2'000};
  return spread_of(steady_rate(
                       load, [&services] { return services.durable(); }, options)
                       .per_second)
      .median;
}

struct UnderLoad {
  LatencyRounds latency;
  double load_per_s = 0;  // as it was
};

UnderLoad probed_under(OfferedLoad& load, double rate, PacedProbe& probe) {
  load.set_rate(rate);
  const auto began = Clock::now();
  const auto before = load.sent();
  load.start();
  UnderLoad result{.latency = latency_rounds(probe, kRounds, kProbes), .load_per_s = 0};
  result.load_per_s = static_cast<double>(load.sent() - before) /
                      std::chrono::duration<double>(Clock::now() - began).count();
  if (!load.stop(kPatience)) throw std::runtime_error{"not all of the load is on the disk"};
  if (result.load_per_s < kReached * rate) {
    throw std::runtime_error{
        fmt::format("only {:.0f} of {:.0f} readings/s were offered", result.load_per_s, rate)};
  }
  return result;
}

}  // namespace

std::vector<Figure> request_latency() {
  Figure p99 = against_limit("hub/request-latency-p99", kLimit_ms, "ms", Goal::at_most);
  try {
    const LuftServices services{WithModel::yes, kProbedHub};
    const auto broker = services.broker().settings("unused");
    const Counter receipted{broker, "device/+/receipt", NewlyReceipted{}};
    const DurableWatch durable{services};
    OfferedLoad load{broker, {.devices = kLoadDevices}, [&durable] { return durable.total(); }};
    const double most = most_per_second(load, services);

    RequestProbe probe{broker};
    const auto measured = probed_under(load, kShareOfMost * most, probe.paced());
    receipted.expect(load.sent());
    p99.rounds = measured.latency.p99_ms;
    p99.against =
        fmt::format("{} ms, under {:.0f} readings/s of at most {:.0f}; p50 {:.2f} ms", kLimit_ms,
                    measured.load_per_s, most, spread_of(measured.latency.p50_ms).median);
  } catch (const std::exception& problem) {
    p99.could_not = problem.what();
  }
  return {p99};
}

}  // namespace luft::bench
