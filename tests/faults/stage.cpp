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
  }
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
