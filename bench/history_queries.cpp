// How long the API takes to answer about a year of history, against the same questions asked of the
// raw table; and what a reading costs on disk.
#include <fmt/format.h>
#include <httplib.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <random>
#include <stdexcept>
#include <thread>

#include "bench/benchmarks.h"
#include "bench/connected_client.h"
#include "bench/dashboard_queries.h"
#include "bench/luft_services.h"
#include "bench/year_of_history.h"

namespace luft::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 5;
constexpr int kAskedPerRound = 20;
constexpr std::size_t kDevices = 100;
constexpr double kLimit_ms = 200;
constexpr std::int64_t kHour_ms = 3'600'000;

// One kind of question. `raw`: the same without rollups; empty: there is no other way to ask.
struct Question {
  std::string name;
  std::int64_t range_ms = 0;
  std::int64_t step_ms = 0;
  std::string path;  // with {device}, {from}, {to}
  std::string raw;
};

std::string raw_series(std::int64_t step_ms) {
  return fmt::format(
      "SELECT intDiv(toUnixTimestamp64Milli(time), {0}) * {0} AS start, avg(value), min(value), "
      "max(value), count() FROM luft.readings WHERE device = '{{device}}' AND metric = "
      "'temperature' AND time >= fromUnixTimestamp64Milli({{from}}) AND time < "
      "fromUnixTimestamp64Milli({{to}}) GROUP BY start ORDER BY start",
      step_ms);
}

std::vector<Question> questions() {
  const std::string readings =
      "/api/v1/devices/{device}/readings?metric=temperature&from={from}&to={to}";
  return {
      {"readings-6h", 6 * kHour_ms, 0, readings, raw_series(1)},
      {"readings-7d", 7 * 24 * kHour_ms, 600'000, readings, raw_series(600'000)},
      {"readings-90d", 90 * 24 * kHour_ms, kHour_ms, readings, raw_series(kHour_ms)},
      {"readings-1y", 364 * 24 * kHour_ms, 24 * kHour_ms, readings, raw_series(24 * kHour_ms)},
      {"decisions", 0, 0, "/api/v1/decisions?limit=50", {}},
      {"decisions-of-a-window", 0, 0, "/api/v1/decisions?device={device}&before={to}", {}},
      {"movements", 0, 0, "/api/v1/devices/{device}/movements?before={to}", {}},
      {"movements-by-guard-90d",
       90 * 24 * kHour_ms,
       0,
       "/api/v1/devices/{device}/movements?from={from}&to={to}&cause=guard",
       {}},
      {"quality-30d", 30 * 24 * kHour_ms, 0, "/api/v1/model/quality?from={from}&to={to}", {}},
      {"storage", 0, 0, "/api/v1/storage", {}},
      {"examples", 0, 0, "/api/v1/examples", {}},
      {"devices", 0, 0, "/api/v1/devices", {}},
      {"verify", 0, 0, "/api/v1/verify",
       "SELECT device, count(time) FROM luft.readings GROUP BY 1"},
      {"verify-twice-7d", 7 * 24 * kHour_ms, 0, "/api/v1/verify?twice_since={last-week}", {}},
  };
}

std::string filled(std::string text, const std::string& device, std::int64_t from,
                   std::int64_t to) {
  const std::pair<std::string, std::string> values[] = {
      {"{device}", device},
      {"{from}", std::to_string(from)},
      {"{to}", std::to_string(to)},
      {"{last-week}", std::to_string(YearOfHistory{}.end_ms - 7 * 24 * kHour_ms)}};
  for (const auto& [name, value] : values) {
    for (auto at = text.find(name); at != std::string::npos; at = text.find(name)) {
      text.replace(at, name.size(), value);
    }
  }
  return text;
}

// The 95th percentile in milliseconds of asking kAskedPerRound times.
double p95_ms(const std::function<void()>& ask) {
  std::vector<double> took;
  for (int i = 0; i < kAskedPerRound; ++i) {
    const auto start = Clock::now();
    ask();
    took.push_back(std::chrono::duration<double, std::milli>(Clock::now() - start).count());
  }
  std::ranges::sort(took);
  return took[took.size() * 95 / 100 - 1];
}

class Asker {
 public:
  Asker(LuftServices& services, const YearOfHistory& year, std::vector<std::string> devices)
      : api_{"127.0.0.1", services.http_port()},
        raw_{services.clickhouse().client(store::DatabaseUser::writer)},
        year_{year},
        devices_{std::move(devices)} {
    api_.set_read_timeout(std::chrono::seconds{60});
  }

  void measure(const Question& question, std::vector<Figure>& figures) {
    Figure api = against_limit("hub/history-" + question.name, kLimit_ms, "ms", Goal::at_most);
    Figure against_raw{.name = api.name + "-against-raw",
                       .unit = "ms",
                       .against = "the same asked of the raw table",
                       .goal = Goal::at_most};
    for (int round = 0; round < kRounds; ++round) {
      api.rounds.push_back(p95_ms([&] { ask_api(question); }));
      if (question.raw.empty()) continue;
      against_raw.rounds.push_back(api.rounds.back());
      against_raw.against_rounds.push_back(p95_ms([&] { ask_raw(question); }));
    }
    figures.push_back(std::move(api));
    if (!question.raw.empty()) figures.push_back(std::move(against_raw));
  }

 private:
  // Another device and another time with each question.
  std::string anywhere(const Question& question, const std::string& text) {
    std::uniform_int_distribution<std::int64_t> start{year_.start_ms,
                                                      year_.end_ms - question.range_ms};
    const std::int64_t from = start(chance_);
    return filled(text, devices_[chance_() % devices_.size()], from, from + question.range_ms);
  }
  void ask_api(const Question& question) {
    const auto answer = api_.Get(anywhere(question, question.path));
    if (!answer || answer->status != 200) {
      throw std::runtime_error{question.name + ": " + (answer ? answer->body : "no answer")};
    }
  }
  void ask_raw(const Question& question) {
    const auto answer = raw_.query(anywhere(question, question.raw));
    if (!answer) throw std::runtime_error{question.name + ": " + answer.error().message};
  }

  httplib::Client api_;
  store::ClickHouseClient raw_;
  YearOfHistory year_;
  std::vector<std::string> devices_;
  std::mt19937_64 chance_{1};
};

// Bytes on disk a reading, of tables like `tables`, against what the columns take unpacked.
Figure size_on_disk(store::ClickHouseClient& admin, const std::string& name,
                    const std::string& tables) {
  const auto answer = admin.query(
      "SELECT sum(bytes_on_disk) / (SELECT count() FROM luft.readings), "
      "sum(data_uncompressed_bytes) / (SELECT count() FROM luft.readings) FROM system.parts "
      "WHERE active AND database = 'luft' AND table LIKE {tables:String}",
      {{"tables", tables}});
  if (!answer) throw std::runtime_error{answer.error().message};
  const std::size_t tab = answer->find('\t');
  return {.name = name,
          .unit = "bytes",
          .against = "the same columns uncompressed",
          .rounds = {std::stod(*answer)},
          .against_rounds = {std::stod(answer->substr(tab + 1))},
          .goal = Goal::at_most};
}

// The hub answers about devices that it has heard of.
std::vector<std::string> introduced_devices(const LuftServices& services) {
  std::vector<std::string> devices;
  devices.reserve(kDevices);
  for (std::size_t i = 0; i < kDevices; ++i) devices.push_back(fmt::format("bench-{:03}", i));
  ConnectedClient client{services.broker().settings("unused"), "bench", {}, [](const auto&) {}};
  client.loop().post([&] {
    for (const auto& id : devices) client.publish("sensor/" + id + "/co2", "500");
  });
  httplib::Client hub{"127.0.0.1", services.http_port()};
  while (true) {
    const auto last = hub.Get("/api/v1/devices/" + devices.back());
    if (last && last->status == 200) return devices;
    std::this_thread::sleep_for(std::chrono::milliseconds{50});
  }
}

}  // namespace

std::vector<Figure> history_queries() {
  std::vector<Figure> figures;
  try {
    LuftServices services{WithModel::no, {}};
    const auto devices = introduced_devices(services);
    auto endpoint = services.clickhouse().endpoint(store::DatabaseUser::admin);
    endpoint.answer_timeout = std::chrono::minutes{10};
    store::ClickHouseClient admin{endpoint};
    const YearOfHistory year;
    fill(admin, year, devices);
    Asker asker{services, year, devices};
    for (const Question& question : questions()) asker.measure(question, figures);
    for (Figure& each : dashboard_queries(services.clickhouse(), year)) {
      figures.push_back(std::move(each));
    }
    figures.push_back(size_on_disk(admin, "hub/bytes-per-reading", "readings"));
    figures.push_back(size_on_disk(admin, "hub/bytes-per-reading-with-rollups", "readings%"));
  } catch (const std::exception& error) {
    figures.push_back(against_limit("hub/history", kLimit_ms, "ms", Goal::at_most));
    figures.back().could_not = error.what();
  }
  return figures;
}

}  // namespace luft::bench
