// What the hub's own journal, receipts and C++ are worth beside a straightforward hub in Go
// (go_peer/main.go): the same broker configuration, engine, table and devices; ours as fast as it
// goes, the peer as fast as it goes without losing anything.
//
// The peer sends no receipts, so nothing tells a device to wait: what the broker has acknowledged
// and cannot hand on waits in its queue (100,000 messages) and is dropped beyond it. Its best rate
// is therefore searched: offered rates rise by a quarter until something is not stored a few
// seconds after the last was sent, or it has fallen behind by more than a second's worth. Doubt is
// the peer's gain: its rate is what was offered, and what it had still to do then is not held
// against it. It loses nothing that it would lose when killed; ours would not either way.
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <limits>
#include <stdexcept>

#include "bench/benchmarks.h"
#include "bench/durable_watch.h"
#include "bench/go_peer_process.h"
#include "bench/luft_services.h"
#include "bench/offered_load.h"
#include "bench/steady_rate.h"

namespace luft::bench {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 5;
constexpr std::size_t kDevices = 100;
constexpr double kGoal = 3;
constexpr double kFirstShare = 0.2;  // of our rate: where the search begins
constexpr double kStep = 1.25;
constexpr double kReached = 0.9;  // of what was to be offered; below it the broker is the limit
constexpr std::chrono::seconds kOffering{3};
constexpr std::chrono::seconds kStoredIn{3};
constexpr double kLastBatch = 2'000;  // readings that may wait in the peer for their time

// Nothing holds the peer's devices back but the broker.
constexpr LoadShape kUnhindered{.devices = kDevices,
                                .readings_per_message = 1,
                                .most_on_the_way = std::numeric_limits<std::uint64_t>::max(),
                                .readings_per_s = 1};

std::vector<double> our_rounds() {
  const LuftServices services{WithModel::no, kNoRateLimits};
  const auto broker = services.broker().settings("unused");
  const DurableWatch durable{services};
  OfferedLoad load{broker, {.devices = kDevices}, [&durable] { return durable.total(); }};
  auto rate = steady_rate(load, [&services] { return services.durable(); }, {});
  services.expect_stored_once(load.sent());
  return rate.per_second;
}

// A peer and its devices. After a trial that failed it has to be replaced: something is missing.
class Trial {
 public:
  explicit Trial(const std::string& program)
      : peer_{program},
        load_{peer_.broker().settings("unused"), kUnhindered, [this] { return peer_.stored(); }} {}

  // Readings a second that were offered; empty when the peer lost some or fell behind.
  std::optional<double> without_loss(double rate) {
    load_.set_rate(rate);
    const auto before = load_.sent();
    const auto began = Clock::now();
    load_.start();
    std::this_thread::sleep_for(kOffering);
    const double took_s = std::chrono::duration<double>(Clock::now() - began).count();
    const auto offered = static_cast<double>(load_.sent() - before) / took_s;
    const auto behind = static_cast<double>(load_.sent() - peer_.stored());
    if (!load_.stop(kStoredIn) || behind > offered + kLastBatch) return std::nullopt;
    return offered;
  }

 private:
  GoPeer peer_;
  OfferedLoad load_;
};

double best_rate(const std::string& program, double first) {
  double best = 0;
  Trial trial{program};
  double rate = first;
  while (true) {
    const auto offered = trial.without_loss(rate);
    if (!offered) return best;
    best = std::max(best, *offered);
    if (*offered < kReached * rate) return best;
    rate *= kStep;
  }
}

// At the best rate again and again; where that does not last, a step less.
std::vector<double> peer_rounds(const std::string& program, double rate) {
  while (rate >= 1) {
    Trial trial{program};
    std::vector<double> rounds;
    while (rounds.size() < kRounds) {
      const auto offered = trial.without_loss(rate);
      if (!offered) break;
      rounds.push_back(*offered);
    }
    if (rounds.size() == kRounds) return rounds;
    rate /= kStep;
  }
  throw std::runtime_error{"the peer stores nothing without loss"};
}

}  // namespace

std::vector<Figure> go_peer() {
  Figure figure{.name = "hub/go-peer",
                .unit = "readings/s",
                .against = "a straightforward hub in Go, its highest rate without loss",
                .goal = Goal::at_least,
                .goal_ratio = kGoal};
  try {
    const runtime::testing::TempFolder folder;
    const auto program = build_go_peer(folder);
    const auto ours = our_rounds();
    const double best = best_rate(program, kFirstShare * spread_of(ours).median);
    figure.against_rounds = peer_rounds(program, std::max(best, 100.0));
    figure.rounds = ours;
    figure.against += fmt::format(" ({:.0f} readings/s)", spread_of(figure.against_rounds).median);
  } catch (const std::exception& problem) {
    figure.could_not = problem.what();
  }
  return {figure};
}

}  // namespace luft::bench
