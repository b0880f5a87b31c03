#include "bench/dashboard_queries.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <stdexcept>

#include "runtime/file.h"
#include "runtime/process.h"
#include "runtime/testing/temp_folder.h"

namespace luft::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 5;
constexpr double kLimit_ms = 200;
constexpr std::int64_t kHour_ms = 3'600'000;

struct Range {
  const char* name;
  std::int64_t hours;
};
constexpr Range kRanges[] = {
    {"6 hours", 6}, {"a day", 24}, {"30 days", 30 * 24}, {"a year", 364 * 24}};

struct Question {
  std::string dashboard;
  std::string name;  // the panel's title and the range
  std::string sql;
};

std::string utc(std::int64_t ms) {
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(static_cast<std::time_t>(ms / 1000)));
}

// As Grafana would send them: macros are expanded by the same code as in the tests.
std::vector<Question> questions_over(const Range& range, const YearOfHistory& year) {
  const runtime::testing::TempFolder folder;
  auto process = runtime::Process::start(
      {.command = {"node", LUFT_SOURCE_DIR "/grafana/build/source/expand.js",
                   utc(year.end_ms - range.hours * kHour_ms), utc(year.end_ms - 1000)},
       .set_env = {},
       .output_file = folder.file("questions"),
       .working_folder = {}});
  if (!process || !process->wait().success()) {
    throw std::runtime_error{"grafana/ is not built: npm ci && npm run build there"};
  }
  std::vector<Question> questions;
  std::istringstream lines{runtime::read_file(folder.file("questions")).value_or("")};
  for (std::string line; std::getline(lines, line);) {
    const auto each = nlohmann::json::parse(line);
    if (each["where"] == "alerting") continue;  // always about the last 15 minutes
    questions.push_back(
        {.dashboard = each["where"],
         .name = fmt::format("{}, {}", each["title"].get<std::string>(), range.name),
         .sql = each["sql"]});
  }
  return questions;
}

void run(store::ClickHouseClient& client, const std::string& sql,
         const std::vector<store::NamedValue>& parameters) {
  const auto done = client.query(sql, parameters);
  if (!done) throw std::runtime_error{done.error().message + "\n" + sql};
}

// What hands chose, and a row a minute of each of the hub's numbers.
void fill_the_rest(store::ClickHouseClient& admin, const YearOfHistory& year) {
  run(admin,
      "INSERT INTO luft.wishes (id, time, device, position) SELECT toString(time), time + 60, "
      "device, to_pct FROM luft.window_actions WHERE cause = 'person'",
      {});
  run(admin,
      "INSERT INTO luft.service_metrics (time, service, name, labels, value) "
      "SELECT fromUnixTimestamp64Milli(toInt64({start:Int64} + number * 60000), 'UTC'), 'hub', "
      "name, map(), rand() % 100 FROM numbers(525600) ARRAY JOIN {names:Array(String)} AS name",
      {{"start", std::to_string(year.start_ms)},
       {"names",
        "['luft_hub_messages_total','luft_hub_readings_total','luft_hub_requests_total',"
        "'luft_hub_controls_total','luft_hub_receipts_total','luft_hub_inserts_total',"
        "'luft_hub_insert_failures_total','luft_hub_duplicates_total','luft_hub_dropped_total',"
        "'luft_hub_let_go_total','luft_hub_lost_total','luft_hub_quarantined_total',"
        "'luft_hub_refused_total','luft_hub_unanswered_total','luft_hub_journal_readings',"
        "'luft_hub_waiting_messages','luft_hub_insert_seconds_p50',"
        "'luft_hub_insert_seconds_p99','luft_health','luft_alarm']"}});
}

double took_ms(store::ClickHouseClient& reader, const std::string& sql) {
  const auto start = Clock::now();
  run(reader, sql, {});
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

struct Slowest {
  double ms = 0;
  std::string name;
};

// One round: each query once; the slowest of each dashboard.
std::map<std::string, Slowest> slowest_of(store::ClickHouseClient& reader,
                                          const std::vector<Question>& questions) {
  std::map<std::string, Slowest> slowest;
  for (const Question& each : questions) {
    const double ms = took_ms(reader, each.sql);
    Slowest& known = slowest[each.dashboard];
    if (ms > known.ms) known = {.ms = ms, .name = each.name};
  }
  return slowest;
}

}  // namespace

std::vector<Figure> dashboard_queries(const store::testing::TestClickHouse& clickhouse,
                                      const YearOfHistory& year) {
  std::vector<Question> questions;
  for (const Range& range : kRanges) {
    for (Question& each : questions_over(range, year)) questions.push_back(std::move(each));
  }
  auto endpoint = clickhouse.endpoint(store::DatabaseUser::admin);
  endpoint.answer_timeout = std::chrono::minutes{10};
  store::ClickHouseClient admin{endpoint};
  fill_the_rest(admin, year);
  auto reader = clickhouse.client(store::DatabaseUser::reader);
  std::map<std::string, Figure> figures;
  for (int round = 0; round < kRounds; ++round) {
    for (const auto& [dashboard, slowest] : slowest_of(reader, questions)) {
      auto [at, is_new] = figures.try_emplace(dashboard);
      Figure& figure = at->second;
      if (is_new) {
        std::string name = dashboard;
        std::ranges::replace(name, ' ', '-');
        figure = {.name = "hub/history-grafana-" + name,
                  .unit = "ms",
                  .against = {},
                  .rounds = {},
                  .against_rounds = {kLimit_ms},
                  .goal = Goal::at_most,
                  .goal_ratio = 1,
                  .could_not = {}};
      }
      figure.against = fmt::format("{} ms; the slowest was {}", kLimit_ms, slowest.name);
      figure.rounds.push_back(slowest.ms);
    }
  }
  std::vector<Figure> all;
  all.reserve(figures.size());
  for (auto& [dashboard, figure] : figures) all.push_back(std::move(figure));
  return all;
}

}  // namespace luft::bench
