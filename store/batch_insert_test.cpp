// What was acknowledged is there once, in the readings and in the rollups: sent again, killed in
// between, restarted.
#include "store/batch_insert.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <random>
#include <thread>

#include "store/batch_in_doubt.h"
#include "store/testing/engine_fixture.h"

namespace luft::store {
namespace {

using std::chrono::milliseconds;

constexpr TimeMs kStart{milliseconds(1'790'000'000'000)};

class BatchInsert : public testing::EngineFixture {
 protected:
  void SetUp() override {
    EngineFixture::SetUp();
    if (IsSkipped()) return;
    for (const char* table : {"readings", "readings_10m", "readings_1h", "readings_1d"}) {
      ASSERT_EQ(ask(DatabaseUser::admin, "TRUNCATE TABLE luft." + std::string(table)), "");
    }
  }

  // Rows per table of the chain: readings, and the samples that each rollup has counted.
  static std::string stored() {
    return ask(DatabaseUser::admin,
               "SELECT (SELECT count() FROM luft.readings), "
               "(SELECT sum(samples) FROM luft.readings_10m), "
               "(SELECT sum(samples) FROM luft.readings_1h), "
               "(SELECT sum(samples) FROM luft.readings_1d)");
  }
};

// `count` readings, one each `apart`, of one device.
Batch<ReadingRow> readings(std::uint64_t first_seq, std::uint64_t count, milliseconds apart) {
  Batch<ReadingRow> batch;
  for (std::uint64_t seq = first_seq; seq < first_seq + count; ++seq) {
    ReadingRow row;
    row.device = "kitchen";
    row.metric = "temperature";
    row.time = kStart + apart * seq;
    row.received = row.time;
    row.value = static_cast<double>(seq % 100);
    row.boot = 7;
    row.seq = seq;
    batch.add(row);
  }
  return batch;
}

TEST_F(BatchInsert, StoresABatchOnceHoweverOftenItIsSent) {
  auto writer = server().client(DatabaseUser::writer);
  const auto batch = readings(1, 1'000, milliseconds(1'000));
  for (int i = 0; i < 3; ++i) {
    const auto inserted = insert_batch(writer, batch, "sent-thrice");
    ASSERT_TRUE(inserted) << inserted.error().message;
  }
  EXPECT_EQ(stored(), "1000\t1000\t1000\t1000");
}

TEST_F(BatchInsert, StoresEqualRowsOfAnotherBatchAsWell) {
  auto writer = server().client(DatabaseUser::writer);
  const auto batch = readings(1, 10, milliseconds(1'000));
  ASSERT_TRUE(insert_batch(writer, batch, "one"));
  ASSERT_TRUE(insert_batch(writer, batch, "two"));
  EXPECT_EQ(stored(), "20\t20\t20\t20");
}

TEST_F(BatchInsert, RecognisesABatchAcrossAKillAndARestart) {
  auto writer = server().client(DatabaseUser::writer);
  const auto batch = readings(1, 1'000, milliseconds(1'000));
  ASSERT_TRUE(insert_batch(writer, batch, "before-the-kill"));
  server().kill_hard();
  server().start();
  EXPECT_EQ(stored(), "1000\t1000\t1000\t1000");
  ASSERT_TRUE(insert_batch(writer, batch, "before-the-kill"));
  EXPECT_EQ(stored(), "1000\t1000\t1000\t1000");
}

TEST_F(BatchInsert, RecognisesABatchAfterManyOthers) {
  auto writer = server().client(DatabaseUser::writer);
  for (std::uint64_t i = 1; i <= 20; ++i) {
    ASSERT_TRUE(insert_batch(writer, readings(i, 1, milliseconds(1)), std::to_string(i)));
  }
  ASSERT_TRUE(insert_batch(writer, readings(1, 1, milliseconds(1)), "1"));
  EXPECT_EQ(stored(), "20\t20\t20\t20");
}

TEST_F(BatchInsert, TakesABatchThatReachesOverTenYears) {
  auto writer = server().client(DatabaseUser::writer);
  const auto batch = readings(1, 105, std::chrono::days(31));
  const auto inserted = insert_batch(writer, batch, "years");
  ASSERT_TRUE(inserted) << inserted.error().message;
  const auto again = insert_batch(writer, batch, "years");
  ASSERT_TRUE(again) << again.error().message;
  EXPECT_EQ(stored(), "105\t105\t105\t105");
}

TEST_F(BatchInsert, StoresABatchOnceThatIsSentAgainWhileItIsStillBeingStored) {
  ClickHouseEndpoint hasty = server().endpoint(DatabaseUser::writer);
  hasty.answer_timeout = milliseconds(2);
  const auto batch = readings(1, 1'000, milliseconds(1'000));
  for (int i = 0; i < 5; ++i) {
    ClickHouseClient impatient(hasty);
    (void)insert_batch(impatient, batch, "impatient");
  }
  auto writer = server().client(DatabaseUser::writer);
  const auto inserted = insert_batch(writer, batch, "impatient");
  ASSERT_TRUE(inserted) << inserted.error().message;
  EXPECT_EQ(stored(), "1000\t1000\t1000\t1000");
}

// The hub's way: a batch is fixed, sent, settled when no acknowledgement came, then the next. The
// server is killed at random moments meanwhile. Batches reach over two months, so that a kill can
// fall between the parts of one insert.
TEST_F(BatchInsert, LosesAndDoublesNothingWhileTheServerIsKilled) {
  constexpr std::uint64_t kRows = 500;
  constexpr int kKills = 5;
  constexpr std::uint64_t kBatchesBetweenKills = 3;
  std::atomic<bool> done = false;
  std::atomic<std::uint64_t> acknowledged = 0;
  std::thread sender([&] {
    auto writer = server().client(DatabaseUser::writer);
    auto admin = server().client(DatabaseUser::admin);
    for (; !done; ++acknowledged) {
      const auto rows = readings(acknowledged * kRows + 1, kRows, milliseconds(6'000'000));
      const std::string token = std::to_string(acknowledged);
      bool stored = insert_batch(writer, rows, token).has_value();
      while (!stored) {
        std::this_thread::sleep_for(milliseconds(1));
        stored = settle_batch(admin, Table<ReadingRow>::kName, column_list<ReadingRow>(),
                              rows.bytes(), token)
                     .has_value();
      }
    }
  });
  std::mt19937 random(std::random_device{}());
  for (std::uint64_t kill = 1; kill <= kKills; ++kill) {
    while (acknowledged < kill * kBatchesBetweenKills) {
      std::this_thread::sleep_for(milliseconds(1));
    }
    std::this_thread::sleep_for(milliseconds(random() % 200));
    server().kill_hard();
    server().start();
  }
  done = true;
  sender.join();
  const std::string rows = std::to_string(acknowledged * kRows);
  EXPECT_EQ(stored(), rows + "\t" + rows + "\t" + rows + "\t" + rows);
  EXPECT_EQ(ask(DatabaseUser::admin, "SELECT uniqExact(seq) FROM luft.readings"), rows);
}

TEST_F(BatchInsert, SumsUpWhatArrivesInAnyOrder) {
  auto writer = server().client(DatabaseUser::writer);
  ASSERT_TRUE(insert_batch(writer, readings(50, 51, milliseconds(1'000)), "later half"));
  ASSERT_TRUE(insert_batch(writer, readings(0, 50, milliseconds(1'000)), "earlier half"));
  // Values 0..99 and, for seq 100, 0 again; kStart is 14:13:20.
  EXPECT_EQ(ask(DatabaseUser::reader,
                "SELECT device, metric, min(time), sum(samples), sum(total), min(lowest), "
                "max(highest), max(last).1, max(last).2 FROM luft.readings_10m "
                "GROUP BY device, metric"),
            "kitchen\ttemperature\t2026-09-21 14:10:00\t101\t4950\t0\t99\t"
            "2026-09-21 14:15:00.000\t0");
}

}  // namespace
}  // namespace luft::store
