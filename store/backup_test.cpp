// A copy of the database is whole: rows, rollups, views.
#include "store/backup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/testing/engine_fixture.h"

namespace luft::store {
namespace {

using ::testing::HasSubstr;

class BackupOfHistory : public testing::EngineFixture {
 protected:
  static void insert_readings(int count) {
    EXPECT_EQ(ask(DatabaseUser::writer,
                  "INSERT INTO luft.readings (device, metric, time, received, value) SELECT "
                  "'kitchen', 'temperature', now64(3) - number, now64(3), 20 FROM numbers(" +
                      std::to_string(count) + ")"),
              "");
  }
};

TEST_F(BackupOfHistory, BringsBackRowsRollupsAndViews) {
  insert_readings(1'000);
  auto admin = server().client(DatabaseUser::admin);
  const auto pause = DeletionPause::begin(admin);
  ASSERT_TRUE(pause) << pause.error().message;
  const auto before = table_counts(admin);
  ASSERT_TRUE(before) << before.error().message;
  EXPECT_EQ(before->at("readings"), 1'000U);
  EXPECT_EQ(before->at("readings_1d.samples"), 1'000U);
  const auto kept = [] { return true; };
  const auto taken = back_up(admin, "it's one", kept);
  ASSERT_TRUE(taken) << taken.error().message;
  EXPECT_EQ(ask(DatabaseUser::admin, "DROP DATABASE luft SYNC"), "");

  const auto restored = restore(admin, "it's one", kept);
  ASSERT_TRUE(restored) << restored.error().message;
  EXPECT_EQ(table_counts(admin).value_or(TableCounts{}), *before);
  insert_readings(1);
  EXPECT_EQ(table_counts(admin)->at("readings_1d.samples"), 1'001U) << "the views work";
}

TEST_F(BackupOfHistory, SaysWhyItFailed) {
  auto admin = server().client(DatabaseUser::admin);
  const auto restored = restore(admin, "never taken", [] { return true; });
  ASSERT_FALSE(restored);
  EXPECT_THAT(restored.error().message, HasSubstr("BACKUP"));
}

}  // namespace
}  // namespace luft::store
