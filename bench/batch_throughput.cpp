// How fast a backlog comes in: `batch` messages of 100 readings through broker, intake, journal and
// receipts, and from there into the database, against the engine's own speed with nothing before
// it. The baseline inserts blocks as large as the store's were in this very run.
#include <fmt/format.h>

#include <exception>
#include <stdexcept>
#include <string>

#include "bench/benchmarks.h"
#include "bench/counter.h"
#include "bench/luft_services.h"
#include "bench/offered_load.h"
#include "bench/raw_inserts.h"
#include "bench/steady_rate.h"

namespace luft::bench {

namespace {

constexpr LoadShape kBatches{.devices = 100,
                             .readings_per_message = 100,
                             .most_on_the_way = 500'000,  // 25 MB with the broker
                             .readings_per_s = 0};
constexpr int kRounds = 5;
constexpr double kFixed_per_s = 300'000;
constexpr double kGoalOfRaw = 0.4;

struct ThroughHub {
  std::vector<double> receipted_per_s;
  std::vector<double> stored_per_s;  // what reached the database meanwhile; the rest is journaled
  std::size_t rows_per_insert = 0;
};

ThroughHub through_hub() {
  const LuftServices services{WithModel::no, kNoRateLimits};
  const auto broker = services.broker().settings("unused");
  const Counter receipted{broker, "device/+/receipt", NewlyReceipted{}};
  OfferedLoad load{broker, kBatches, [&receipted] { return receipted.total(); }};
  // What a reading leaves waiting in the journal is a cost like others.
  const auto rate = steady_rate(load, [&] { return services.durable(); }, {.costs = [&] {
                                  return std::map<std::string, double>{
                                      {"waiting", services.metric("luft_hub_journal_readings")}};
                                }});
  ThroughHub result{.receipted_per_s = rate.per_second, .stored_per_s = {}, .rows_per_insert = 0};
  for (std::size_t round = 0; round < rate.per_second.size(); ++round) {
    const double waits_per_reading = rate.us.at("waiting")[round] / 1e6;
    result.stored_per_s.push_back(rate.per_second[round] * (1 - waits_per_reading));
  }
  services.expect_stored_once(load.sent());
  result.rows_per_insert = static_cast<std::size_t>(static_cast<double>(load.sent()) /
                                                    services.metric("luft_hub_inserts_total"));
  return result;
}

}  // namespace

std::vector<Figure> batch_throughput() {
  Figure fixed = against_limit("hub/batch-throughput", kFixed_per_s, "readings/s", Goal::at_least);
  Figure raw = fixed;
  raw.name = "hub/batch-throughput-against-raw";
  raw.against_rounds.clear();
  raw.goal_ratio = kGoalOfRaw;
  Figure stored = raw;
  stored.name = "hub/batch-stored-against-raw";
  try {
    const auto hub = through_hub();
    fixed.rounds = raw.rounds = hub.receipted_per_s;
    stored.rounds = hub.stored_per_s;
    raw.against_rounds = stored.against_rounds = raw_inserts(hub.rows_per_insert, kRounds);
    raw.against = stored.against =
        fmt::format("raw inserts into the same engine, in blocks of {}", hub.rows_per_insert);
  } catch (const std::exception& problem) {
    fixed.could_not = raw.could_not = stored.could_not = problem.what();
  }
  return {fixed, raw, stored};
}

}  // namespace luft::bench
