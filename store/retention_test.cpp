// Old readings go when that is configured, the rollups stay, and what is counted stays true.
#include "store/retention.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "store/history.h"
#include "store/migrations.h"
#include "store/testing/engine_fixture.h"

namespace luft::store {
namespace {

class Retention : public testing::EngineFixture {
 protected:
  void SetUp() override {
    EngineFixture::SetUp();
    if (IsSkipped()) return;
    for (const char* table :
         {"readings", "readings_10m", "readings_1h", "readings_1d", "retention_changes"}) {
      ASSERT_EQ(ask(DatabaseUser::admin, std::string("TRUNCATE TABLE luft.") + table), "");
    }
    apply(0);
  }

  // Two readings a day, over the last `days` days, the newest one now.
  static void insert_days(int days) {
    EXPECT_EQ(ask(DatabaseUser::writer,
                  "INSERT INTO luft.readings (device, metric, time, received, value) SELECT "
                  "'kitchen', 'temperature', now64(3) - toIntervalHour(12 * number), now64(3), 20 "
                  "FROM numbers(" +
                      std::to_string(2 * days) + ")"),
              "");
  }
  static RetentionReport apply(std::uint32_t days) {
    auto admin = server().client(DatabaseUser::admin);
    const auto report = apply_retention(admin, days);
    EXPECT_TRUE(report) << report.error().message;
    return report.value_or(RetentionReport{});
  }
  // What ClickHouse does by itself, now.
  static void let_expire() {
    const std::string waiting =
        "SELECT count() FROM system.mutations WHERE database = 'luft' AND NOT is_done";
    while (ask(DatabaseUser::admin, waiting) != "0") std::this_thread::yield();
    EXPECT_EQ(ask(DatabaseUser::admin, "OPTIMIZE TABLE luft.readings FINAL"), "");
  }
  static std::string rows() {
    return ask(DatabaseUser::reader, "SELECT count() FROM luft.readings");
  }
  static std::string oldest_in_days() {
    return ask(DatabaseUser::reader,
               "SELECT dateDiff('hour', min(time), now()) <= 240 FROM luft.readings");
  }
  static std::uint64_t counted() {
    auto client = server().client(DatabaseUser::writer);
    const auto counts = History(client).stored_counts();
    EXPECT_TRUE(counts) << counts.error().message;
    return counts ? counts->at("kitchen").readings : 0;
  }
};

TEST_F(Retention, IsForEverUnlessConfigured) {
  insert_days(30);
  EXPECT_EQ(apply(0).days_before, 0U);
  let_expire();
  EXPECT_EQ(rows(), "60");
  EXPECT_EQ(ask(DatabaseUser::admin, "SELECT count() FROM luft.retention_changes"), "0");
}

TEST_F(Retention, DeletesWhatIsOlderAndTheCountStaysTrueThroughEveryChange) {
  insert_days(30);
  EXPECT_EQ(counted(), 60U);
  apply(10);
  let_expire();
  EXPECT_EQ(rows(), "20");
  EXPECT_EQ(oldest_in_days(), "1");
  EXPECT_EQ(counted(), 60U);
  EXPECT_EQ(ask(DatabaseUser::reader, "SELECT sum(samples) FROM luft.readings_1h"), "60");

  EXPECT_EQ(apply(0).days_before, 10U);
  insert_days(1);
  let_expire();
  EXPECT_EQ(rows(), "22") << "nothing more goes";
  EXPECT_EQ(counted(), 62U) << "what went before is still counted";

  apply(5);
  let_expire();
  EXPECT_EQ(rows(), "12");
  EXPECT_EQ(counted(), 62U);
}

TEST_F(Retention, MissesARowThatWentWithoutIt) {
  insert_days(30);
  apply(10);
  EXPECT_EQ(ask(DatabaseUser::admin,
                "ALTER TABLE luft.readings DELETE WHERE time > now() - toIntervalHour(66) "
                "SETTINGS mutations_sync = 2"),
            "");
  EXPECT_EQ(counted(), 54U);
}

TEST_F(Retention, IsAppliedOnceAndGoesOnAfterAKillHalfway) {
  apply(10);
  apply(10);
  EXPECT_EQ(ask(DatabaseUser::admin, "SELECT count() FROM luft.retention_changes"), "1");
  EXPECT_EQ(ask(DatabaseUser::admin, "ALTER TABLE luft.predictions REMOVE TTL"), "");
  apply(10);
  EXPECT_EQ(ask(DatabaseUser::admin,
                "SELECT count() FROM system.tables WHERE database = 'luft' AND "
                "engine_full LIKE '%TTL%toIntervalDay(10)%'"),
            "8");
}

}  // namespace
}  // namespace luft::store
