#include "store/migrations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/tables.h"
#include "store/testing/engine_fixture.h"

namespace luft::store {
namespace {

using ::testing::HasSubstr;

TEST(AllMigrations, AreNumberedFromOneWithoutGaps) {
  std::uint32_t expected = 1;
  for (const auto& migration : all_migrations()) EXPECT_EQ(migration.version, expected++);
  EXPECT_GT(expected, 1U);
}

// Each test with a server of its own whose database is empty.
class Migrations : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!testing::TestClickHouse::available()) {
      GTEST_SKIP() << "the embedded ClickHouse is not installed: ./luft setup";
    }
    server_ = std::make_unique<testing::TestClickHouse>(testing::TestClickHouse::Schema::none);
    admin_ = std::make_unique<ClickHouseClient>(server_->client(DatabaseUser::admin));
  }
  std::string ask(std::string_view sql) {
    const auto answer = admin_->query(sql);
    return answer ? *answer : answer.error().message;
  }

  std::unique_ptr<testing::TestClickHouse> server_;
  std::unique_ptr<ClickHouseClient> admin_;
};

constexpr Migration kFirst{1, "0001_first.sql",
                           "CREATE TABLE IF NOT EXISTS luft.a {on_cluster} (x UInt8)\n"
                           "ENGINE = {engine}MergeTree ORDER BY x SETTINGS {settings};\n"};
constexpr Migration kSecond{2, "0002_second.sql",
                            "ALTER TABLE luft.a ADD COLUMN IF NOT EXISTS y UInt8;\n"};
constexpr Migration kFirstChanged{1, "0001_first.sql", "SELECT 1;\n"};
constexpr Migration kBroken{2, "0002_broken.sql", "SELECT 1;\nSELECT nonsense;\n"};

TEST_F(Migrations, BringAnEmptyDatabaseToTheNewestVersionOnce) {
  const auto first = migrate(*admin_);
  ASSERT_TRUE(first) << first.error().message;
  EXPECT_EQ(first->from_version, 0U);
  EXPECT_EQ(first->to_version, all_migrations().size());
  const auto schema =
      ask("SELECT name, create_table_query FROM system.tables "
          "WHERE database = 'luft' ORDER BY name");

  const auto second = migrate(*admin_);
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ(second->from_version, all_migrations().size());
  EXPECT_EQ(ask("SELECT name, create_table_query FROM system.tables "
                "WHERE database = 'luft' ORDER BY name"),
            schema);
  EXPECT_EQ(ask("SELECT count() FROM luft.schema_migrations"),
            std::to_string(all_migrations().size()) + "\n");
}

TEST_F(Migrations, ApplyOnlyWhatIsMissing) {
  ASSERT_TRUE(migrate(*admin_, std::array{kFirst}));
  ASSERT_EQ(ask("INSERT INTO luft.a VALUES (7)"), "");
  const auto report = migrate(*admin_, std::array{kFirst, kSecond});
  ASSERT_TRUE(report) << report.error().message;
  EXPECT_EQ(report->from_version, 1U);
  EXPECT_EQ(ask("SELECT x, y FROM luft.a"), "7\t0\n");
}

TEST_F(Migrations, RefuseAnAppliedFileThatWasChanged) {
  ASSERT_TRUE(migrate(*admin_, std::array{kFirst}));
  const auto report = migrate(*admin_, std::array{kFirstChanged});
  ASSERT_FALSE(report);
  EXPECT_EQ(report.error().kind, ClickHouseErrorKind::bad_request);
  EXPECT_THAT(report.error().message, HasSubstr("0001_first.sql was changed"));
}

TEST_F(Migrations, RefuseADatabaseThatIsNewerThanTheProgram) {
  ASSERT_TRUE(migrate(*admin_, std::array{kFirst, kSecond}));
  const auto report = migrate(*admin_, std::array{kFirst});
  ASSERT_FALSE(report);
  EXPECT_THAT(report.error().message, HasSubstr("install the newer Luft"));
}

TEST_F(Migrations, NameTheFileThatFailedAndGoOnFromItLater) {
  const auto broken = migrate(*admin_, std::array{kFirst, kBroken});
  ASSERT_FALSE(broken);
  EXPECT_THAT(broken.error().message, HasSubstr("0002_broken.sql"));
  const auto repaired = migrate(*admin_, std::array{kFirst, kSecond});
  ASSERT_TRUE(repaired) << repaired.error().message;
  EXPECT_EQ(repaired->from_version, 1U);
}

TEST_F(Migrations, PutWhatIsThereAlreadyIntoTheHoursOfWindowPositions) {
  const auto all = all_migrations();
  ASSERT_TRUE(migrate(*admin_, all.first(8)));
  ASSERT_EQ(ask("INSERT INTO luft.predictions (time, device, position_before, position) VALUES "
                "('2026-05-01 10:00:00', 'kitchen', 20, 90), "
                "('2026-05-01 11:10:00', 'kitchen', 90, 0), "
                "('2026-05-01 11:20:00', 'kitchen', NULL, 0)"),
            "");
  ASSERT_EQ(ask("INSERT INTO luft.window_actions (time, device, from_pct, to_pct) VALUES "
                "('2026-05-01 10:00:01', 'kitchen', 20, 90)"),
            "");
  constexpr const char* kHours =
      "SELECT device, time, max(last).2 FROM luft.window_positions_1h GROUP BY 1, 2 ORDER BY 2";
  const std::string hours =
      "kitchen\t2026-05-01 10:00:00\t90\n"
      "kitchen\t2026-05-01 11:00:00\t90\n";
  ASSERT_TRUE(migrate(*admin_));
  EXPECT_EQ(ask(kHours), hours);
  // As after a start that was killed before it could note the version.
  ASSERT_EQ(ask("ALTER TABLE luft.schema_migrations DELETE WHERE version >= 9 "
                "SETTINGS mutations_sync = 1"),
            "");
  ASSERT_TRUE(migrate(*admin_));
  EXPECT_EQ(ask(kHours), hours);
  ASSERT_EQ(ask("INSERT INTO luft.window_actions (time, device, from_pct, to_pct) VALUES "
                "('2026-05-01 11:30:00', 'kitchen', 90, 5)"),
            "");
  EXPECT_EQ(ask(kHours),
            "kitchen\t2026-05-01 10:00:00\t90\n"
            "kitchen\t2026-05-01 11:00:00\t5\n");
}

// ---- the schema is what the rows and the promises say

class Schema : public testing::EngineFixture {};

template <class Row>
std::string columns_in_database(ClickHouseClient client) {
  const std::string table(Table<Row>::kName.substr(Table<Row>::kName.find('.') + 1));
  return client
      .query(
          "SELECT arrayStringConcat(groupArray(name), ', ') FROM (SELECT name FROM "
          "system.columns WHERE database = 'luft' AND table = {table:String} ORDER BY position)",
          {{"table", table}})
      .value();
}

TEST_F(Schema, HasTheColumnsOfTheRows) {
  const auto expect_same = [](auto row) {
    using Row = decltype(row);
    EXPECT_EQ(columns_in_database<Row>(server().client(DatabaseUser::admin)),
              column_list<Row>() + "\n")
        << Table<Row>::kName;
  };
  expect_same(ReadingRow{});
  expect_same(PredictionRow{});
  expect_same(WindowActionRow{});
  expect_same(DeviceRow{});
  expect_same(DeviceEventRow{});
  expect_same(QuarantineRow{});
  expect_same(ServiceMetricRow{});
  expect_same(ServiceEventRow{});
  expect_same(ShadowDecisionRow{});
}

TEST_F(Schema, AnswersTheColumnsThatReadersArePromised) {
  for (const char* sql :
       {"SELECT device, metric, time, received, value, boot, seq FROM luft.readings",
        "SELECT time, device, request_id, temp, humidity, volume, position, low, high, confidence, "
        "model, latency_ms FROM luft.predictions",
        "SELECT time, device, request_id, from_pct, to_pct, cause, confidence, temp, humidity, "
        "sound_volume FROM luft.window_actions",
        "SELECT time, topic, head, reason FROM luft.quarantine",
        "SELECT time, device, asked_by, position, hold_s, temp, humidity, volume, request "
        "FROM luft.wishes"}) {
    EXPECT_EQ(ask(DatabaseUser::reader, sql), "") << sql;
  }
}

TEST_F(Schema, SyncsEveryInsertAndRemembersTokensInEveryTable) {
  EXPECT_EQ(ask(DatabaseUser::admin,
                "SELECT name FROM system.tables WHERE database = 'luft' AND engine LIKE "
                "'%MergeTree' AND NOT (create_table_query LIKE '%fsync_after_insert = 1%' AND "
                "create_table_query LIKE '%fsync_part_directory = 1%' AND create_table_query LIKE "
                "'%non_replicated_deduplication_window = 10000%')"),
            "");
}

}  // namespace
}  // namespace luft::store
