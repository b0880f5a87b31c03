// Whatever of a batch and its rollups survived, and whether its token did: settled, all is there
// once.
#include "store/batch_in_doubt.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <filesystem>
#include <thread>

#include "store/batch_insert.h"
#include "store/retention.h"
#include "store/testing/engine_fixture.h"

namespace luft::store {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr TimeMs kStart{milliseconds(1'790'000'000'000)};
constexpr const char* kChain[] = {"readings", "readings_10m", "readings_1h", "readings_1d"};
constexpr unsigned kSubsets = 1U << std::size(kChain);

// One of each two seconds of a quarter of an hour, from 14:13:20 on: a batch of even seconds and
// one of odd seconds share their buckets.
Batch<ReadingRow> readings(std::uint64_t first_seq) {
  Batch<ReadingRow> batch;
  for (std::uint64_t seq = first_seq; seq < first_seq + 900; seq += 2) {
    ReadingRow row;
    row.device = "kitchen";
    row.metric = "temperature";
    row.time = kStart + std::chrono::seconds(seq);
    row.received = row.time + milliseconds(20);
    row.value = static_cast<double>(seq % 100);
    row.boot = 7;
    row.seq = seq;
    batch.add(row);
  }
  return batch;
}

template <class Row>
ClickHouseResult<void> settle(ClickHouseClient& admin, const Batch<Row>& batch,
                              std::string_view token) {
  return settle_batch(admin, Table<Row>::kName, column_list<Row>(), batch.bytes(), token);
}

class BatchInDoubt : public testing::EngineFixture {
 protected:
  void SetUp() override {
    EngineFixture::SetUp();
    if (IsSkipped()) return;
    clear();
  }
  static void clear() {
    for (const char* table : kChain) {
      ASSERT_EQ(tell("TRUNCATE TABLE luft." + std::string(table)), "");
    }
    ASSERT_EQ(tell("TRUNCATE TABLE luft.retention_changes"), "");
  }
  static std::string tell(std::string_view sql) { return ask(DatabaseUser::admin, sql); }

  // The folder of the newest part of a table.
  static fs::path newest_part(const std::string& table) {
    return tell("SELECT path FROM system.parts WHERE database = 'luft' AND active AND table = '" +
                table + "' ORDER BY min_block_number DESC LIMIT 1");
  }

  // Takes away the newest parts of some tables of the chain, by bit, and every token that those
  // know, as if the server had died.
  enum class Tokens : std::uint8_t { kept, lost };
  static void lose(unsigned tables, Tokens tokens) {
    for (unsigned i = 0; i < std::size(kChain); ++i) {
      const fs::path part = newest_part(kChain[i]);
      const fs::path known = part.parent_path().parent_path() / "deduplication_logs";
      ASSERT_EQ(tell(std::string("DETACH TABLE luft.") + kChain[i] + " SYNC"), "");
      ASSERT_TRUE(fs::exists(known)) << known;
      if (tokens == Tokens::lost) fs::remove_all(known);
      if ((tables >> i & 1U) != 0) fs::remove_all(part);
      ASSERT_EQ(tell(std::string("ATTACH TABLE luft.") + kChain[i]), "");
    }
  }

  // Readings and how many different ones, and each rollup, whole.
  static std::string stored() {
    std::string all = tell("SELECT count(), uniqExact(seq) FROM luft.readings");
    for (const char* rollup : {"readings_10m", "readings_1h", "readings_1d"}) {
      all += "\n" + tell(
                        "SELECT time, sum(samples), round(sum(total), 6), min(lowest), "
                        "max(highest), max(last) FROM luft." +
                        std::string(rollup) + " GROUP BY time ORDER BY time");
    }
    return all;
  }

  // Settles a batch of which these parts and tokens were lost, and expects it whole.
  static void expect_settles(unsigned lost, Tokens tokens) {
    const std::string token =
        (tokens == Tokens::kept ? "known-" : "forgotten-") + std::to_string(lost);
    SCOPED_TRACE(token);
    auto writer = server().client(DatabaseUser::writer);
    ASSERT_EQ(tell("SYSTEM STOP MERGES"), "");
    ASSERT_TRUE(insert_batch(writer, readings(0), "safe-" + token));
    ASSERT_TRUE(insert_batch(writer, readings(1), token));
    const std::string before = stored();
    lose(lost, tokens);
    auto admin = server().client(DatabaseUser::admin);
    const auto settled = settle(admin, readings(1), token);
    ASSERT_TRUE(settled) << settled.error().message;
    ASSERT_EQ(stored(), before);
  }
};

TEST_F(BatchInDoubt, IsStoredOnceWhateverOfItSurvivedAPowerCut) {
  for (unsigned lost = 0; lost < kSubsets; ++lost) {
    clear();
    expect_settles(lost, Tokens::lost);
  }
}

TEST_F(BatchInDoubt, IsStoredThoughItsTokenIsKnownAndItsRowsAreNot) {
  for (const unsigned lost : {0b0001U, 0b1110U, 0b1111U}) {
    clear();
    expect_settles(lost, Tokens::kept);
  }
}

TEST_F(BatchInDoubt, IsStoredOnceWhileItIsStillBeingStored) {
  ClickHouseEndpoint hasty = server().endpoint(DatabaseUser::writer);
  hasty.answer_timeout = milliseconds(2);
  auto admin = server().client(DatabaseUser::admin);
  for (std::uint64_t i = 0; i < 5; ++i) {
    ClickHouseClient impatient(hasty);
    const std::string token = "running-" + std::to_string(i);
    (void)insert_batch(impatient, readings(i * 1000), token);
    while (!settle(admin, readings(i * 1000), token)) {
    }
  }
  EXPECT_EQ(tell("SELECT count(), uniqExact(seq), (SELECT sum(samples) FROM luft.readings_1h) "
                 "FROM luft.readings"),
            "2250\t2250\t2250");
}

TEST_F(BatchInDoubt, IsStoredOnceThoughTheServerIsKilledWhileItIsSettled) {
  constexpr std::uint64_t kKills = 4;
  std::atomic<bool> done = false;
  std::atomic<std::uint64_t> stored = 0;
  std::thread sender([&] {
    auto writer = server().client(DatabaseUser::writer);
    auto admin = server().client(DatabaseUser::admin);
    for (; !done; ++stored) {
      const std::string token = "killed-" + std::to_string(stored);
      if (insert_batch(writer, readings(stored * 1000), token)) continue;
      while (!settle(admin, readings(stored * 1000), token)) {
        std::this_thread::sleep_for(milliseconds(1));
      }
    }
  });
  for (std::uint64_t kill = 0; kill < kKills; ++kill) {
    while (stored < 2 * (kill + 1)) std::this_thread::sleep_for(milliseconds(1));
    server().kill_hard();
    server().start();
    std::this_thread::sleep_for(milliseconds(20 * kill));  // it settles
    server().kill_hard();
    server().start();
  }
  done = true;
  sender.join();
  const std::string rows = std::to_string(stored * 450);
  EXPECT_EQ(tell("SELECT count(), uniqExact(seq), (SELECT sum(samples) FROM luft.readings_10m), "
                 "(SELECT sum(samples) FROM luft.readings_1d) FROM luft.readings"),
            rows + "\t" + rows + "\t" + rows + "\t" + rows);
}

TEST_F(BatchInDoubt, EndsThoughRetentionDeletesItsRows) {
  auto admin = server().client(DatabaseUser::admin);
  ASSERT_TRUE(apply_retention(admin, 1, {}));
  const auto settled = settle(admin, readings(0), "too-old");
  EXPECT_TRUE(settled) << settled.error().message;
  EXPECT_EQ(tell("SELECT sum(samples) FROM luft.readings_1h"), "450");
  // Its readings are gone: what the rollups know of them stays.
  ASSERT_EQ(tell("OPTIMIZE TABLE luft.readings FINAL"), "");
  ASSERT_TRUE(settle(admin, Batch<ReadingRow>(), "nothing"));
  ASSERT_TRUE(apply_retention(admin, 0, {}));
  EXPECT_EQ(tell("SELECT sum(samples) FROM luft.readings_1h"), "450");
}

// One row, with what may be empty left empty: NULL is equal to nothing, not even to itself.
template <class Row>
void expect_row_is_stored_once(ClickHouseClient& admin, Row row) {
  const std::string table{Table<Row>::kName};
  SCOPED_TRACE(table);
  if constexpr (requires { row.time; }) row.time = kStart;
  Batch<Row> batch;
  batch.add(row);
  const auto stored = [&] { return *admin.query("SELECT count() FROM " + table); };
  ASSERT_TRUE(settle(admin, batch, "not-sent-yet"));
  EXPECT_EQ(stored(), "1\n");
  ASSERT_TRUE(settle(admin, batch, "known-under-another-name"));
  EXPECT_EQ(stored(), "1\n");
  ASSERT_TRUE(admin.query("TRUNCATE TABLE " + table));
}

// A batch of a reading that another one has as well (a sensor without numbers may send such), one
// more and one a month later.
TEST_F(BatchInDoubt, IsLookedForByTheMonthAndTakesRowsThatLookTheSame) {
  ReadingRow row{};
  row.device = "bare";
  row.time = row.received = kStart;
  Batch<ReadingRow> other;
  other.add(row);
  Batch<ReadingRow> batch = other;
  row.value = 1;
  batch.add(row);
  row.time += std::chrono::days(31);
  batch.add(row);
  auto admin = server().client(DatabaseUser::admin);
  ASSERT_TRUE(settle(admin, other, "other"));
  ASSERT_TRUE(settle(admin, batch, "twins"));
  EXPECT_EQ(tell("SELECT count() FROM luft.readings"), "4");
  ASSERT_EQ(tell("ALTER TABLE luft.readings DROP PARTITION 202610"), "");
  ASSERT_TRUE(settle(admin, batch, "twins"));
  EXPECT_EQ(tell("SELECT count(), (SELECT sum(samples) FROM luft.readings_1d) FROM luft.readings"),
            "4\t4");
}

TEST_F(BatchInDoubt, MayBeOfAnyTable) {
  auto admin = server().client(DatabaseUser::admin);
  expect_row_is_stored_once(admin, ReadingRow{});
  expect_row_is_stored_once(admin, PredictionRow{});
  expect_row_is_stored_once(admin, WindowActionRow{});
  expect_row_is_stored_once(admin, WishRow{});
  expect_row_is_stored_once(admin, ShadowDecisionRow{});
  expect_row_is_stored_once(admin, DeviceEventRow{});
  expect_row_is_stored_once(admin, QuarantineRow{});
  ServiceMetricRow metric{};
  metric.labels = {{"part", "store"}, {"state", "ok"}};
  expect_row_is_stored_once(admin, metric);
  expect_row_is_stored_once(admin, ServiceEventRow{});
}

TEST_F(BatchInDoubt, MayBeOfTheRegistryWhoseRowsReplaceEachOther) {
  DeviceRow device{};
  device.device = "kitchen";
  device.updated = kStart;
  Batch<DeviceRow> batch;
  batch.add(device);
  device.updated += std::chrono::seconds(1);
  device.name = "Kitchen";
  batch.add(device);
  auto writer = server().client(DatabaseUser::writer);
  ASSERT_TRUE(insert_batch(writer, batch, "described"));
  auto admin = server().client(DatabaseUser::admin);
  for (int i = 0; i < 2; ++i) {
    ASSERT_EQ(tell("TRUNCATE TABLE luft.devices"), "");
    ASSERT_TRUE(settle(admin, batch, "described"));
    EXPECT_EQ(tell("SELECT name FROM luft.devices FINAL"), "Kitchen");
  }
}

TEST_F(BatchInDoubt, PutsInWhereTheWindowStood) {
  auto admin = server().client(DatabaseUser::admin);
  PredictionRow decision{};
  decision.device = "window";
  Batch<PredictionRow> asked;
  asked.add(decision);
  decision.position_before = 40;
  asked.add(decision);
  WindowActionRow movement{};
  movement.device = "window";
  movement.time = decision.time + std::chrono::seconds(1);
  movement.to_pct = 55;
  Batch<WindowActionRow> moved;
  moved.add(movement);
  ASSERT_TRUE(settle(admin, asked, "asked"));
  const auto stood = [] {
    return tell("SELECT max(last).2 FROM luft.window_positions_1h WHERE device = 'window'");
  };
  EXPECT_EQ(stood(), "40");
  ASSERT_TRUE(settle(admin, moved, "moved"));
  ASSERT_EQ(tell("TRUNCATE TABLE luft.window_positions_1h"), "");
  ASSERT_TRUE(settle(admin, asked, "asked"));
  ASSERT_TRUE(settle(admin, moved, "moved"));
  EXPECT_EQ(stood(), "55");
}

}  // namespace
}  // namespace luft::store
