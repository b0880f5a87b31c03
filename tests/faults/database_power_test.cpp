// The power goes when ClickHouse has just said that a batch is stored: it is in files that were
// synced, whatever became of the others. Before, the journal has it (power_test.cpp). And when the
// journal has not noted yet that the batch is stored, it is settled and there once.
#include <gtest/gtest.h>

#include <chrono>
#include <optional>
#include <string>

#include "runtime/testing/temp_folder.h"
#include "store/batch_in_doubt.h"
#include "store/batch_insert.h"
#include "store/rows.h"
#include "store/testing/test_clickhouse.h"
#include "tests/faults/file_trace.h"

namespace luft::tests {
namespace {

using store::DatabaseUser;
using store::testing::TestClickHouse;

constexpr std::uint64_t kRows = 200;
constexpr std::uint64_t kBatches = 5;
constexpr store::TimeMs kStart{std::chrono::milliseconds{1'790'000'000'000}};

// Readings of two months, so that each batch makes two parts of each table.
store::Batch<store::ReadingRow> readings(std::uint64_t batch) {
  store::Batch<store::ReadingRow> rows;
  for (std::uint64_t i = 0; i < kRows; ++i) {
    store::ReadingRow row;
    row.device = "kitchen";
    row.metric = "temperature";
    row.boot = 7;
    row.seq = batch * kRows + i + 1;
    row.time = row.received = kStart + std::chrono::hours{4} * i + std::chrono::seconds{batch};
    row.value = 21;
    rows.add(row);
  }
  return rows;
}

store::ClickHouseResult<void> settle(const TestClickHouse& database, std::uint64_t batch) {
  auto admin = database.client(DatabaseUser::admin);
  return store::settle_batch(admin, store::Table<store::ReadingRow>::kName,
                             store::column_list<store::ReadingRow>(), readings(batch).bytes(),
                             std::to_string(batch));
}

class DatabasePower : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TestClickHouse::available()) {
      GTEST_SKIP() << "the embedded ClickHouse is not installed: ./luft setup";
    }
    database.emplace();
    auto attached = attach();
    if (!attached) GTEST_SKIP() << attached.error();
    trace.emplace(*std::move(attached));
  }
  virtual std::expected<FileTrace, std::string> attach() {
    return FileTrace::attach(database->pid(), folder.path());
  }

  // Ends the engine at once and takes away what was not synced by now. Returns how many files had
  // something of the kind.
  std::size_t cut_power() {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    database->kill_hard();
    const UnsyncedChanges unsynced{trace->read(), now};
    const std::size_t changed = unsynced.undo_below(database->data_folder());
    database->start();
    return changed;
  }

  std::string ask(std::string_view sql) {
    const auto answer = database->client(DatabaseUser::admin).query(sql);
    return answer ? answer->substr(0, answer->find_last_not_of('\n') + 1) : answer.error().message;
  }

  // Rows per table of the chain: readings, and the samples that each rollup has counted.
  std::string stored() {
    return ask(
        "SELECT (SELECT count() FROM luft.readings), (SELECT sum(samples) FROM luft.readings_10m), "
        "(SELECT sum(samples) FROM luft.readings_1h), (SELECT sum(samples) FROM luft.readings_1d)");
  }

  runtime::testing::TempFolder folder;
  std::optional<TestClickHouse> database;
  std::optional<FileTrace> trace;
};

TEST_F(DatabasePower, LeavesWhatWasAcknowledgedAndItsRollups) {
  auto writer = database->client(DatabaseUser::writer);
  for (std::uint64_t batch = 0; batch < kBatches; ++batch) {
    ASSERT_TRUE(store::insert_batch(writer, readings(batch), std::to_string(batch)));
  }
  EXPECT_GT(cut_power(), 0U) << "else nothing was taken away, and this proves little";
  EXPECT_EQ(stored(), "1000\t1000\t1000\t1000");
}

TEST_F(DatabasePower, LeavesWhatWasAcknowledgedThoughItWasBeingMerged) {
  auto writer = database->client(DatabaseUser::writer);
  for (std::uint64_t batch = 0; batch < kBatches; ++batch) {
    ASSERT_TRUE(store::insert_batch(writer, readings(batch), std::to_string(batch)));
  }
  for (const char* table : {"readings", "readings_10m", "readings_1h", "readings_1d"}) {
    ASSERT_EQ(ask(std::string{"OPTIMIZE TABLE luft."} + table + " FINAL"), "");
  }
  EXPECT_GT(cut_power(), 0U);
  EXPECT_EQ(stored(), "1000\t1000\t1000\t1000");
}

TEST_F(DatabasePower, MayGoBeforeAnybodyNotedThatABatchIsStored) {
  auto writer = database->client(DatabaseUser::writer);
  for (std::uint64_t batch = 0; batch < kBatches; ++batch) {
    ASSERT_TRUE(store::insert_batch(writer, readings(batch), std::to_string(batch)));
  }
  EXPECT_GT(cut_power(), 0U);
  const auto settled = settle(*database, kBatches - 1);
  ASSERT_TRUE(settled) << settled.error().message;
  EXPECT_EQ(stored(), "1000\t1000\t1000\t1000");
}

TEST_F(DatabasePower, WouldTakeAwayWhatATableDoesNotSync) {
  ASSERT_EQ(ask("CREATE TABLE luft.forgetful (seq UInt64) ENGINE = MergeTree ORDER BY seq"), "");
  ASSERT_EQ(ask("INSERT INTO luft.forgetful SELECT number FROM numbers(1000)"), "");
  EXPECT_GT(cut_power(), 0U);
  EXPECT_EQ(ask("SELECT count() FROM luft.forgetful"), "0");
}

// ClickHouse writes a batch's token down before it gives the folder with the rows its name.
class DatabaseDeath : public DatabasePower {
 protected:
  std::expected<FileTrace, std::string> attach() override {
    return FileTrace::attach_until_rename(database->pid(), folder.path());
  }
};

TEST_F(DatabaseDeath, BetweenATokenAndItsRowsLosesNothing) {
  auto writer = database->client(DatabaseUser::writer);
  ASSERT_FALSE(store::insert_batch(writer, readings(0), "0")) << "it was killed meanwhile";
  database->kill_hard();
  database->start();
  ASSERT_EQ(stored(), "0\t0\t0\t0");
  const auto settled = settle(*database, 0);
  ASSERT_TRUE(settled) << settled.error().message;
  EXPECT_EQ(stored(), "200\t200\t200\t200");
}

}  // namespace
}  // namespace luft::tests
