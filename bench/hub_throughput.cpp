// How much of the broker's own throughput is left when every reading is made durable, receipted and
// queryable, and what the hub's part costs.
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <stdexcept>
#include <string>

#include "bench/benchmarks.h"
#include "bench/counter.h"
#include "bench/durable_watch.h"
#include "bench/intake_cost.h"
#include "bench/luft_services.h"
#include "bench/steady_rate.h"
#include "bench/usage.h"

namespace luft::bench {

namespace {

constexpr double kSaturatedCore = 0.95;
constexpr double kSaturatedMachine = 0.9;

// The baseline: the same load into the same broker, with a subscriber that throws everything away.
SteadyRate discarding(std::size_t devices) {
  const runtime::testing::TestBroker broker{broker_config()};
  const Counter counter{broker.settings("unused"), "sensor/+/+", [](const auto&) { return 1; }};
  OfferedLoad load{
      broker.settings("unused"), {.devices = devices}, [&counter] { return counter.total(); }};
  return steady_rate(
      load, [&] { return counter.total(); }, {.costs = [&] {
        return std::map<std::string, double>{{"broker", cpu_of(broker.pid()).total_s()}};
      }});
}

// The costs of hub and broker, the hub's by thread: "hub mqtt", "hub intake", … The thread "mqtt"
// runs the library, and in its callback the hub's gate and, where it takes a reading in at once,
// the intake: these are measured apart.
std::map<std::string, double> costs_of(const LuftServices& services) {
  std::map<std::string, double> costs{{"broker", cpu_of(services.broker().pid()).total_s()},
                                      {"hub", cpu_of(services.hub_pid()).total_s()}};
  double own_s = 0;
  for (const auto& [name, cpu] : cpu_of_threads(services.hub_pid())) {
    costs["hub " + name] = cpu.total_s();
    if (name != "mqtt") own_s += cpu.user_s;
  }
  costs["hub's own"] = own_s;
  return costs;
}

enum class Until : std::uint8_t { durable, queryable };

std::uint64_t arrived(const LuftServices& services, store::ClickHouseClient& database,
                      Until until) {
  if (until == Until::durable) return services.durable();
  const auto rows = database.query("SELECT count() FROM luft.readings");
  if (!rows) throw std::runtime_error{rows.error().message};
  return std::stoull(*rows);
}

SteadyRate through_hub(std::size_t devices, Until until) {
  const LuftServices services{WithModel::no, kNoRateLimits};
  const auto broker = services.broker().settings("unused");
  const Counter receipted{broker, "device/+/receipt", NewlyReceipted{}};
  const DurableWatch durable{services};
  OfferedLoad load{broker, {.devices = devices}, [&durable] { return durable.total(); }};
  auto database = services.clickhouse().client(store::DatabaseUser::writer);
  auto rate = steady_rate(load, [&] { return arrived(services, database, until); },
                          {.costs = [&] { return costs_of(services); }});
  receipted.expect(load.sent());
  services.expect_stored_once(load.sent());
  return rate;
}

std::string how_saturated(const SteadyRate& baseline) {
  const double busy = spread_of(baseline.machine_busy).median;
  const double core =
      spread_of(baseline.us.at("broker")).median * spread_of(baseline.per_second).median / 1e6;
  if (core < kSaturatedCore && busy < kSaturatedMachine) {
    throw std::runtime_error{
        fmt::format("the baseline is not saturated: broker at {:.0f} % of a core, machine {:.0f} % "
                    "busy",
                    100 * core, 100 * busy)};
  }
  return fmt::format("broker at {:.0f} % of a core, machine {:.0f} % busy", 100 * core, 100 * busy);
}

// What a machine gives is another thing a minute later: a figure is held against the mean of what
// the baseline had before it and after it.
std::vector<double> around(const SteadyRate& before, const SteadyRate& after) {
  std::vector<double> mean = before.per_second;
  for (std::size_t i = 0; i < mean.size(); ++i) mean[i] = (mean[i] + after.per_second[i]) / 2;
  return mean;
}

std::vector<Figure> throughput_with(std::size_t devices, double goal_ratio) {
  Figure throughput{.name = fmt::format("hub/throughput-{}-devices", devices),
                    .unit = "readings/s",
                    .against = "the same broker with a subscriber that discards",
                    .goal = Goal::at_least,
                    .goal_ratio = goal_ratio};
  Figure queryable = throughput;
  queryable.name = fmt::format("hub/throughput-queryable-{}-devices", devices);
  Figure cpu{.name = fmt::format("hub/cpu-per-reading-{}-devices", devices),
             .unit = "us",
             .against = "the broker's CPU for the same reading",
             .goal = Goal::at_most,
             .goal_ratio = 1.2};
  Figure own = cpu;
  own.name = fmt::format("hub/own-cpu-per-reading-{}-devices", devices);
  own.goal_ratio = 0.3;
  try {
    const auto first = discarding(devices);
    throughput.against +=
        fmt::format(" ({}, {} connections)", how_saturated(first), ClientCrowd::at_most(devices));
    const auto hub = through_hub(devices, Until::durable);
    const auto second = discarding(devices);
    throughput.rounds = hub.per_second;
    throughput.against_rounds = around(first, second);
    queryable.against = throughput.against;
    queryable.rounds = through_hub(devices, Until::queryable).per_second;
    queryable.against_rounds = around(second, discarding(devices));
    cpu.rounds = hub.us.at("hub");
    own.rounds = hub.us.at("hub's own");
    const int rounds = static_cast<int>(own.rounds.size());
    const double taking_in = spread_of(taking_in_us(devices, rounds)).median;
    for (double& us : own.rounds) us += taking_in;
    own.against += fmt::format(
        "; {:.2f} us of ours are for a reading that is taken in on the library's thread, as if all "
        "were",
        taking_in);
    cpu.against_rounds = own.against_rounds = hub.us.at("broker");
    for (const auto& [name, us] : hub.us) {
      if (name.starts_with("hub ")) {
        cpu.against += fmt::format("; {} {:.1f} us", name.substr(4), spread_of(us).median);
      }
    }
  } catch (const std::exception& problem) {
    throughput.could_not = queryable.could_not = problem.what();
    cpu.could_not = own.could_not = problem.what();
  }
  return {throughput, queryable, cpu, own};
}

}  // namespace

std::vector<Figure> hub_throughput() {
  auto figures = throughput_with(100, 0.85);
  std::ranges::move(throughput_with(10'000, 0.6), std::back_inserter(figures));
  return figures;
}

}  // namespace luft::bench
