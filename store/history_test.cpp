#include "store/history.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <cmath>
#include <numeric>

#include "store/batch_insert.h"
#include "store/testing/engine_fixture.h"

namespace luft::store {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr TimeMs kMidnight{days(20'500)};  // a day of 2026, UTC
constexpr minutes kApart{1};
constexpr int kReadings = 3 * 24 * 60;  // three days, one a minute

double value_of(int i) {
  return 20 + 5 * std::sin(i * 0.01);
}
TimeMs time_of(int i) {
  return kMidnight + kApart * i;
}

class HistoryTest : public testing::EngineFixture {
 protected:
  static void SetUpTestSuite() {
    EngineFixture::SetUpTestSuite();
    if (!testing::TestClickHouse::available()) return;
    auto writer = server().client(DatabaseUser::writer);
    Batch<ReadingRow> batch;
    for (int i = 0; i < kReadings; ++i) {
      ReadingRow row;
      row.device = "kitchen";
      row.metric = "temperature";
      row.time = time_of(i);
      row.received = row.time + seconds(1);
      row.value = value_of(i);
      row.boot = 9;
      row.seq = static_cast<std::uint64_t>(i) + 1;
      batch.add(row);
    }
    ReadingRow other;
    other.device = "cellar";
    other.metric = "humidity";
    other.time = time_of(100);
    other.value = 77.5;
    batch.add(other);
    ASSERT_TRUE(insert_batch(writer, batch, "history"));
  }

  void SetUp() override {
    EngineFixture::SetUp();
    if (IsSkipped()) return;
    client_.emplace(server().client(DatabaseUser::reader));
    history_.emplace(*client_);
  }

  // What the points of `step` should be, computed here.
  static std::vector<ReadingPoint> expected(int first, int end, int per_step) {
    std::vector<ReadingPoint> points;
    for (int start = first; start < end; start += per_step) {
      ReadingPoint point;
      point.time = time_of(start);
      point.min = point.max = value_of(start);
      double sum = 0;
      for (int i = start; i < start + per_step; ++i) {
        sum += value_of(i);
        point.min = std::min(point.min, value_of(i));
        point.max = std::max(point.max, value_of(i));
      }
      point.count = static_cast<std::uint64_t>(per_step);
      point.mean = sum / per_step;
      points.push_back(point);
    }
    return points;
  }

  static void expect_points(const ClickHouseResult<ReadingSeries>& series,
                            const std::vector<ReadingPoint>& points) {
    ASSERT_TRUE(series) << series.error().message;
    EXPECT_TRUE(series->complete);
    ASSERT_EQ(series->points.size(), points.size());
    for (std::size_t i = 0; i < points.size(); ++i) {
      EXPECT_EQ(series->points[i].time, points[i].time);
      EXPECT_EQ(series->points[i].count, points[i].count);
      EXPECT_NEAR(series->points[i].mean, points[i].mean, 1e-9);
      EXPECT_EQ(series->points[i].min, points[i].min);
      EXPECT_EQ(series->points[i].max, points[i].max);
    }
  }

  ReadingsQuery query(int first, int end, std::optional<seconds> step = {}) {
    return {"kitchen", "temperature", time_of(first), time_of(end), step};
  }

  std::optional<ClickHouseClient> client_;
  std::optional<History> history_;
};

TEST(ChooseStep, ReadsCoarserTheLongerTheRange) {
  EXPECT_EQ(choose_step(hours(6)), seconds(0));
  EXPECT_EQ(choose_step(hours(6) + milliseconds(1)), minutes(10));
  EXPECT_EQ(choose_step(days(7)), minutes(10));
  EXPECT_EQ(choose_step(days(90)), hours(1));
  EXPECT_EQ(choose_step(days(91)), days(1));
}

TEST_F(HistoryTest, TellsWhatIsStoredAndSinceWhen) {
  const auto storage = history_->storage();
  ASSERT_TRUE(storage) << storage.error().message;
  EXPECT_THAT(storage->version, HasSubstr("."));
  EXPECT_GT(storage->readings, static_cast<std::uint64_t>(kReadings));
  EXPECT_EQ(storage->oldest, kMidnight);
}

TEST_F(HistoryTest, ReturnsEveryReadingOfAShortRange) {
  expect_points(history_->readings(query(10, 200)), expected(10, 200, 1));
}

TEST_F(HistoryTest, SummarisesALongerRangeFromTheRollups) {
  const auto series = history_->readings(query(0, kReadings));
  expect_points(series, expected(0, kReadings, 10));
  EXPECT_EQ(series->step, minutes(10));
  expect_points(history_->readings(query(0, kReadings, hours(1))), expected(0, kReadings, 60));
  expect_points(history_->readings(query(0, kReadings, hours(6))), expected(0, kReadings, 360));
  expect_points(history_->readings(query(0, kReadings, days(1))), expected(0, kReadings, 1440));
}

TEST_F(HistoryTest, SummarisesByStepsThatNoRollupHas) {
  expect_points(history_->readings(query(0, 720, minutes(8))), expected(0, 720, 8));
}

TEST_F(HistoryTest, StartsTheFirstStepBeforeTheRangeRatherThanCuttingIt) {
  expect_points(history_->readings(query(25, 40, minutes(10))), expected(20, 40, 10));
  expect_points(history_->readings(query(23, 28, minutes(4))), expected(20, 28, 4));
}

TEST_F(HistoryTest, AnswersNothingWhereNothingIs) {
  const auto series = history_->readings({"attic", "temperature", time_of(0), time_of(9), {}});
  ASSERT_TRUE(series);
  EXPECT_THAT(series->points, IsEmpty());
}

TEST_F(HistoryTest, RefusesRangesAndStepsThatMakeNoSense) {
  EXPECT_THAT(history_->readings(query(5, 5)).error().message, HasSubstr("range is empty"));
  const auto fine =
      history_->readings({"kitchen", "temperature", kMidnight, kMidnight + days(30), seconds(1)});
  ASSERT_FALSE(fine);
  EXPECT_EQ(fine.error().kind, ClickHouseErrorKind::bad_request);
  EXPECT_THAT(fine.error().message, HasSubstr("longer step"));
}

TEST_F(HistoryTest, TakesADeviceNameAsTextOnly) {
  const auto series =
      history_->readings({"x' OR 1=1 --", "temperature", time_of(0), time_of(9), {}});
  ASSERT_TRUE(series) << series.error().message;
  EXPECT_THAT(series->points, IsEmpty());
}

TEST_F(HistoryTest, KnowsTheNewestReadingOfEachMetric) {
  const auto latest = history_->latest("kitchen");
  ASSERT_TRUE(latest) << latest.error().message;
  ASSERT_EQ(latest->size(), 1U);
  EXPECT_EQ(latest->front().metric, "temperature");
  EXPECT_EQ(latest->front().time, time_of(kReadings - 1));
  EXPECT_EQ(latest->front().value, value_of(kReadings - 1));
}

TEST_F(HistoryTest, ListsDecisionsNewestFirstAndPagesBack) {
  Batch<PredictionRow> batch;
  for (int i = 0; i < 5; ++i) {
    PredictionRow row;
    row.time = time_of(i);
    row.device = i == 3 ? "attic" : "kitchen";
    row.request_id = "request-" + std::to_string(i);
    row.temp = 21.5;
    row.humidity = 40;
    if (i != 1) row.volume = 45.25;
    if (i != 2) row.position = 10.0 * i;
    row.model = "small";
    row.request = "{\"temp\":21.5,\n\"quote\":\"'\"}";
    batch.add(row);
  }
  auto writer = server().client(DatabaseUser::writer);
  ASSERT_TRUE(insert_batch(writer, batch, "decisions"));

  const auto ids = [](const ClickHouseResult<std::vector<PredictionRow>>& rows) {
    std::vector<std::string> list;
    for (const auto& row : rows.value()) list.push_back(row.request_id);
    return list;
  };
  EXPECT_THAT(ids(history_->decisions("kitchen", 2)), ElementsAre("request-4", "request-2"));
  EXPECT_THAT(ids(history_->decisions("kitchen", 10, time_of(2))),
              ElementsAre("request-1", "request-0"));
  EXPECT_THAT(ids(history_->decisions("", 2)), ElementsAre("request-4", "request-3"));
  const auto rows = history_->decisions("kitchen", 10).value();
  EXPECT_EQ(rows[0].position, 40.0);
  EXPECT_EQ(rows[1].position, std::nullopt);
  EXPECT_EQ(rows[2].volume, std::nullopt);
  EXPECT_EQ(rows[0].volume, 45.25);
  EXPECT_EQ(rows[0].request, "{\"temp\":21.5,\n\"quote\":\"'\"}");
}

TEST_F(HistoryTest, NeverTearsDecisionsOfOneMillisecondApart) {
  Batch<PredictionRow> batch;
  for (const int i : {0, 1, 1, 1, 2}) {
    PredictionRow row;
    row.time = kMidnight - days(2'000) + milliseconds{i};
    row.device = "hall";
    batch.add(row);
  }
  auto writer = server().client(DatabaseUser::writer);
  ASSERT_TRUE(insert_batch(writer, batch, "one millisecond"));
  const auto page = history_->decisions("hall", 2);
  ASSERT_TRUE(page) << page.error().message;
  ASSERT_EQ(page->size(), 4U) << "those of the last one's millisecond too";
  EXPECT_EQ(history_->decisions("hall", 2, page->back().time)->size(), 1U);
}

TEST_F(HistoryTest, FindsDecisionsOfAllWindowsHoweverFarApartTheyAre) {
  Batch<PredictionRow> batch;
  for (const int at : {0, 1, 40, 400}) {
    PredictionRow row;
    row.time = kMidnight - days(1'000) - days(at);
    row.device = "far-" + std::to_string(at);
    batch.add(row);
  }
  auto writer = server().client(DatabaseUser::writer);
  ASSERT_TRUE(insert_batch(writer, batch, "far apart"));
  const auto rows = history_->decisions("", 3, kMidnight - days(999));
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ(rows->at(0).device, "far-0");
  EXPECT_EQ(rows->at(1).device, "far-1");
  EXPECT_EQ(rows->at(2).device, "far-40");
}

TEST_F(HistoryTest, ListsWhatTheWindowsDid) {
  Batch<WindowActionRow> batch;
  WindowActionRow row;
  row.time = time_of(1);
  row.device = "kitchen";
  row.from_pct = 10;
  row.to_pct = 55;
  row.cause = "person";
  row.temp = 20.5;
  row.reason = "by hand";
  batch.add(row);
  auto writer = server().client(DatabaseUser::writer);
  ASSERT_TRUE(insert_batch(writer, batch, "actions"));
  const auto rows = history_->window_actions({.device = "kitchen"});
  ASSERT_TRUE(rows) << rows.error().message;
  ASSERT_EQ(rows->size(), 1U);
  EXPECT_EQ(rows->front().to_pct, 55);
  EXPECT_EQ(rows->front().cause, "person");
  EXPECT_EQ(rows->front().confidence, std::nullopt);
  EXPECT_EQ(rows->front().temp, 20.5);
}

TEST_F(HistoryTest, ListsMovementsOfATimeAndACauseAndPagesBack) {
  Batch<WindowActionRow> batch;
  for (int i = 0; i < 6; ++i) {
    WindowActionRow row;
    row.time = time_of(i) - days(90 * (i % 2));
    row.device = "skylight";
    row.to_pct = i;
    row.cause = i < 3 ? "person" : "guard";
    batch.add(row);
  }
  auto writer = server().client(DatabaseUser::writer);
  ASSERT_TRUE(insert_batch(writer, batch, "movements"));
  const auto went_to = [this](MovementsQuery query) {
    query.device = "skylight";
    std::vector<double> list;
    const auto rows = history_->window_actions(query).value();
    for (const auto& row : rows) list.push_back(row.to_pct);
    return list;
  };
  EXPECT_THAT(went_to({}), ElementsAre(4, 2, 0, 5, 3, 1));
  EXPECT_THAT(went_to({.limit = 2}), ElementsAre(4, 2));
  EXPECT_THAT(went_to({.limit = 2, .before = time_of(2)}), ElementsAre(0, 5));
  EXPECT_THAT(went_to({.cause = "person"}), ElementsAre(2, 0, 1));
  EXPECT_THAT(went_to({.cause = "guard"}), ElementsAre(4, 5, 3));
  EXPECT_THAT(went_to({.from = time_of(2)}), ElementsAre(4, 2));
  EXPECT_THAT(went_to({.from = time_of(0) - days(90), .before = time_of(0), .cause = "person"}),
              ElementsAre(1));
}

TEST_F(HistoryTest, CountsPerDeviceWhatIsStoredAndQuarantined) {
  Batch<QuarantineRow> batch;
  for (const char* device : {"kitchen", "kitchen", "garage"}) {
    QuarantineRow row;
    row.time = time_of(1);
    row.device = device;
    row.topic = "sensor/x/temperature";
    row.head = std::string("\0\xff\n", 3);
    row.bytes = 3;
    row.reason = "not a number";
    batch.add(row);
  }
  auto writer = server().client(DatabaseUser::writer);
  ASSERT_TRUE(insert_batch(writer, batch, "quarantine"));

  const auto counts = history_->stored_counts();
  ASSERT_TRUE(counts) << counts.error().message;
  EXPECT_EQ(counts->size(), 3U);
  EXPECT_EQ(counts->at("kitchen").readings, static_cast<std::uint64_t>(kReadings));
  EXPECT_EQ(counts->at("kitchen").quarantined, 2U);
  EXPECT_EQ(counts->at("cellar").readings, 1U);
  EXPECT_EQ(counts->at("garage").quarantined, 1U);

  const auto listed = history_->quarantine(10);
  ASSERT_TRUE(listed) << listed.error().message;
  ASSERT_EQ(listed->size(), 3U);
  EXPECT_EQ(listed->front().head, std::string("\0\xff\n", 3));
}

TEST_F(HistoryTest, CountsTheReadingsThemselvesWhereTheRollupsSayOtherwise) {
  auto admin = server().client(DatabaseUser::admin);
  ASSERT_TRUE(
      admin.query("INSERT INTO luft.readings_1d (device, metric, time, samples) "
                  "VALUES ('kitchen', 'temperature', '2026-02-01', 5)"));
  const auto counts = history_->stored_counts();
  ASSERT_TRUE(admin.query("DELETE FROM luft.readings_1d WHERE samples = 5 AND total = 0"));
  ASSERT_TRUE(counts) << counts.error().message;
  EXPECT_EQ(counts->at("kitchen").readings, static_cast<std::uint64_t>(kReadings));
}

TEST_F(HistoryTest, ListsWhatPersonsChoseOldestFirstAndPageByPage) {
  Batch<WishRow> batch;
  for (int i = 0; i < 5; ++i) {
    WishRow row;
    row.id = "01940000-0000-7000-8000-00000000000" + std::to_string(i);
    row.time = time_of(i);
    row.device = "kitchen";
    row.asked_by = "page";
    row.position = 10.0 * i;
    row.hold_s = 3600;
    row.temp = 21.5;
    row.humidity = 50;
    if (i == 1) row.volume = 38.5;
    row.request = R"({"temp":21.5})";
    batch.add(row);
  }
  auto writer = server().client(DatabaseUser::writer);
  ASSERT_TRUE(insert_batch(writer, batch, "wishes"));
  const auto first = history_->wishes("", 3);
  ASSERT_TRUE(first) << first.error().message;
  ASSERT_EQ(first->size(), 3U);
  EXPECT_EQ(first->at(1).position, 10);
  EXPECT_EQ(first->at(1).volume, 38.5);
  EXPECT_EQ(first->at(2).volume, std::nullopt);
  EXPECT_EQ(first->at(2).position_before, std::nullopt);
  const auto rest = history_->wishes(first->back().id, 3);
  ASSERT_TRUE(rest) << rest.error().message;
  ASSERT_EQ(rest->size(), 2U);
  EXPECT_EQ(rest->back().request, R"({"temp":21.5})");
}

TEST_F(HistoryTest, FindsReadingsThatAreStoredTwice) {
  using Extra = std::map<std::string, std::uint64_t>;
  EXPECT_EQ(history_->stored_twice(kMidnight), Extra{});
  Batch<ReadingRow> batch;
  ReadingRow row;
  row.device = "twice";
  row.metric = "humidity";
  row.time = kMidnight + days(10);
  row.boot = 1;
  row.seq = 5;
  batch.add(row);
  batch.add(row);
  auto writer = server().client(DatabaseUser::writer);
  ASSERT_TRUE(insert_batch(writer, batch, "twice"));
  EXPECT_EQ(history_->stored_twice(kMidnight + days(9)), (Extra{{"twice", 1}}));
  EXPECT_EQ(history_->stored_twice(kMidnight + days(11)), Extra{}) << "only what is later";
}

}  // namespace
}  // namespace luft::store
