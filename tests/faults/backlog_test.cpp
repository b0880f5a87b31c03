// The hub starts with millions of readings in its journal: in bounded memory, while it serves live
// devices.
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "hub/journal/journal.h"
#include "tests/faults/stage.h"

namespace luft::tests {
namespace {

using namespace std::chrono_literals;
using hub::Journal;
using hub::JournalBatch;
using hub::testing::eventually;

constexpr std::uint64_t kMillion = 1'000'000;
constexpr std::uint64_t kPerCommit = 5'000;
constexpr long kMostMegabytes =
    400;  // of which SQLite, HTTP and the two ranges on their way are most

// From /proc/<pid>/status: the most memory it ever had resident.
long peak_megabytes(pid_t process) {
  std::ifstream status{fmt::format("/proc/{}/status", process)};
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with("VmHWM:")) return std::stol(line.substr(6)) / 1024;
  }
  return -1;
}

class BacklogTest : public Stage {
 protected:
  // As a hub leaves it that was killed while the database was away.
  void fill(const std::string& path, std::uint64_t readings) {
    auto journal = Journal::open(path);
    ASSERT_TRUE(journal) << journal.error();
    const auto now =
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
    for (std::uint64_t done = 0; done < readings; done += kPerCommit) {
      JournalBatch batch;
      for (std::uint64_t seq = done + 1; seq <= done + kPerCommit; ++seq) {
        batch.rows.add({.device = "attic",
                        .metric = "temperature",
                        .time = now - std::chrono::milliseconds{100 * (readings - seq)},
                        .received = now,
                        .value = 20 + 0.1 * static_cast<double>(seq % 50),
                        .boot = 1'048'577,
                        .seq = seq},
                       1);
      }
      batch.devices.push_back(
          {.number = 1,
           .id = contract::DeviceId::cut("attic"),
           .first_seen = now,
           .counts = {.received = done + kPerCommit, .accepted = done + kPerCommit},
           .state = {},
           .receipts = {}});
      const auto committed = journal->commit({&batch, 1});
      ASSERT_TRUE(committed) << committed.error();
    }
  }
};

TEST_F(BacklogTest, OfMillionsIsStoredInBoundedMemoryWhileLiveDevicesAreServed) {
  const std::uint64_t readings = (is_long() ? 10 : 1) * kMillion;
  broker.emplace();
  database.emplace();
  proxy.emplace(database->url());
  fill((database->data_folder() / "hub.sqlite").string(), readings);
  if (HasFatalFailure()) return;
  proxy->set(DatabaseProxy::Does::error_before_doing);  // until the live device was served
  hub.emplace(*broker, *database,
              std::map<std::string, std::string>{{"LUFT_CLICKHOUSE_URL", proxy->url()}});
  auto& live = add_device("kitchen");
  live.sample();
  ASSERT_TRUE(all_receipted(60s));
  EXPECT_GE(hub->get("/api/v1/system")["backlog"]["journaled_readings"], readings);

  proxy->set(DatabaseProxy::Does::pass);
  while (hub->get("/api/v1/system")["backlog"]["journaled_readings"] > 0) {
    for (int i = 0; i < 20; ++i) live.sample();
    ASSERT_TRUE(all_receipted(60s));
  }
  expect_stored_once();
  EXPECT_EQ(sql("SELECT count(), uniqExact(seq) FROM luft.readings WHERE device = 'attic'"),
            fmt::format("{0}\t{0}\n", readings));
  const long peak = peak_megabytes(hub->pid());
  EXPECT_GT(peak, 0);
  EXPECT_LT(peak, kMostMegabytes);
  std::cout << readings << " readings of backlog, " << live.sampled()
            << " live ones meanwhile, at most " << peak << " MB resident\n";
}

}  // namespace
}  // namespace luft::tests
