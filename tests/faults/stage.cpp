#include "tests/faults/stage.h"

#include <fmt/format.h>

#include <cstdlib>
#include <nlohmann/json.hpp>
#include <sstream>

namespace luft::tests {

using hub::testing::eventually;
using hub::testing::FaithfulDevice;
using nlohmann::json;
using std::chrono::seconds;
using store::testing::TestClickHouse;

bool is_long() {
  const char* const wanted = std::getenv("LUFT_TEST_LONG");
  return wanted != nullptr && *wanted != '\0';
}

void Stage::SetUp() {
  if (!TestClickHouse::available()) GTEST_SKIP() << "the embedded ClickHouse is not installed";
}

void Stage::start(std::map<std::string, std::string> settings) {
  broker.emplace();
  database.emplace();
  proxy.emplace(database->url());
  settings.emplace("LUFT_CLICKHOUSE_URL", proxy->url());
  hub.emplace(*broker, *database, std::move(settings));
}

FaithfulDevice& Stage::add_device(const std::string& id) {
  ids.push_back(id);
  devices.push_back(std::make_unique<FaithfulDevice>(*broker, id, 1'048'577));
  EXPECT_TRUE(eventually([this] { return devices.back()->connected(); }));
  return *devices.back();
}

bool Stage::all_receipted(seconds within) {
  auto sent = std::chrono::steady_clock::now();
  return eventually(
      [&] {
        const auto now = std::chrono::steady_clock::now();
        const bool again = now - sent > seconds{2};
        if (again) sent = now;
        bool all = true;
        for (const auto& device : devices) {
          if (device->held() == 0) continue;
          all = false;
          if (again) device->send_again();
        }
        return all;
      },
      within);
}

void Stage::expect_stored_once() {
  const auto is_stored = [this](std::size_t i) {
    const json counts = hub->balanced_counts(ids[i]);
    return counts.is_object() && counts["stored"] == devices[i]->sampled() && counts["lost"] == 0;
  };
  for (std::size_t i = 0; i < devices.size(); ++i) {
    EXPECT_TRUE(eventually([&] { return is_stored(i); }, seconds{90}))
        << ids[i] << " sampled " << devices[i]->sampled() << "\n"
        << hub->get("/api/v1/verify").dump();
    EXPECT_EQ(sql(fmt::format("SELECT count(), uniqExact(device, boot, seq) FROM luft.readings "
                              "WHERE device = '{}'",
                              ids[i])),
              fmt::format("{0}\t{0}\n", devices[i]->sampled()));
    // The rollups count each once as well.
    EXPECT_EQ(
        sql(fmt::format("SELECT sum(samples) FROM luft.readings_1h WHERE device = '{}'", ids[i])),
        fmt::format("{}\n", devices[i]->sampled()));
    expect_true_to(ids[i], *devices[i]);
  }
}

// Times are as good as the quickest of the messages: far better than this, unless they are wrong.
void Stage::expect_true_to(const std::string& id, const FaithfulDevice& device) {
  constexpr double kClose_ms = 10'000;
  double expected = 0;
  for (std::uint64_t seq = 1; seq <= device.sampled(); ++seq) expected += device.value_of(seq);
  double values = 0;
  double first = 0;
  double last = 0;
  double average = 0;
  std::uint64_t astray = 0;
  std::istringstream row{
      sql(fmt::format("SELECT sum(value), countIf(value != 15 + (seq % 64) / 4), "
                      "toUnixTimestamp64Milli(argMin(time, seq)) AS first, "
                      "toUnixTimestamp64Milli(argMax(time, seq)) AS last, "
                      "avg(toUnixTimestamp64Milli(time)) FROM luft.readings WHERE device = '{}'",
                      id))};
  row >> values >> astray >> first >> last >> average;
  EXPECT_EQ(values, expected) << id;
  EXPECT_EQ(astray, 0U) << id << ": values of other readings";
  const FaithfulDevice::Times times = device.times();
  EXPECT_NEAR(first, times.first, kClose_ms) << id;
  EXPECT_NEAR(last, times.last, kClose_ms) << id;
  EXPECT_NEAR(average, times.average, kClose_ms) << id;
}

std::string Stage::sql(const std::string& query) {
  auto client = database->client(store::DatabaseUser::reader);
  auto answer = client.query(query);
  return answer ? *answer : answer.error().message;
}

std::vector<std::string> Stage::alarms() {
  std::istringstream lines{
      sql("SELECT event, splitByChar(':', splitByChar(' ', message)[1])[1] "
          "FROM luft.service_events ORDER BY time")};
  std::vector<std::string> all;
  for (std::string event, what; lines >> event >> what;) {
    all.push_back(event.append(" ").append(what));
  }
  return all;
}

}  // namespace luft::tests
