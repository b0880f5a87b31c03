// Who takes a reading in: the intake's thread, or whoever brings it while that sleeps.
#include "hub/intake_thread.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <vector>

#include "store/tables.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 10s;

class IntakeThreadTest : public testing::Test {
 protected:
  IntakeThreadTest() {
    intake_thread.start();
    sleep_deep();
  }
  ~IntakeThreadTest() override {
    readings.close();
    intake_thread.join();
  }

  // Until the intake has nothing to do.
  void sleep_deep() {
    while (!readings.is_idle()) std::this_thread::yield();
  }
  Message reading(double celsius) {
    return {.topic = contract::parse_topic("sensor/kitchen/temperature"),
            .unknown_topic = {},
            .payload = fmt::format("{}", celsius),
            .retained = contract::Retain::no,
            .received = Moment::of(clock),
            .in_broker = {}};
  }
  std::uint32_t next_journaled_rows() {
    const auto batch = journal.receive_for(kPatience);
    return batch ? batch->rows.count(TableNumber::readings) : 0;
  }

  const runtime::RealClock clock;
  runtime::Channel<Message> readings{1'000};
  runtime::Channel<Urgent> urgent{16};
  runtime::Channel<JournalBatch> journal{64};
  JournalStatus journal_status;
  SnapshotBoard board;
  runtime::Health health{clock, {}};
  runtime::Metrics metrics;
  std::atomic<int> listened = 0;
  IntakeThread intake_thread{
      std::make_unique<Intake>(runtime::Settings{}, runtime::UuidMaker{[] { return 1U; }}),
      HousePause{},
      ClockCheck{SystemTime{}, SystemTime{}},
      {.readings = readings,
       .urgent = urgent,
       .journal = journal,
       .journal_status = journal_status,
       .board = board,
       .publish = [](const Publication& /*each*/) { return true; },
       .listen = [this] { ++listened; },
       .health = health,
       .clock = clock,
       .metrics = metrics,
       .log = runtime::Log{"hub", {.level = runtime::LogLevel::off}}}};
};

TEST_F(IntakeThreadTest, LetsWhoBringsAReadingTakeItInWhileItSleeps) {
  EXPECT_EQ(listened, 1);
  while (!intake_thread.take_at_once(reading(21))) sleep_deep();  // it looks around now and then
  EXPECT_EQ(next_journaled_rows(), 1U) << "it is kept without another message";
}

TEST_F(IntakeThreadTest, LetsNoReadingOvertakeWhatIsUrgent) {
  Message info = reading(0);
  info.topic = contract::parse_topic("device/kitchen/status");
  info.payload = "online";
  bool overtook = true;
  do {
    ASSERT_TRUE(urgent.try_send(Urgent{info}));
    overtook = intake_thread.take_at_once(reading(21));
  } while (urgent.size() == 0);  // it came to that by itself meanwhile: once more
  EXPECT_FALSE(overtook);
}

TEST_F(IntakeThreadTest, FillsAFullJournalNoFurtherWithWhatIsNoReading) {
  journal_status.full = true;
  Message info = reading(0);
  info.topic = contract::parse_topic("device/kitchen/info");
  for (const char* firmware : {"a", "b"}) {
    info.payload = fmt::format(R"({{"boot":1,"firmware":"{}"}})", firmware);
    ASSERT_TRUE(urgent.try_send(Urgent{info}));
  }
  const auto batch = journal.receive_for(kPatience);
  ASSERT_TRUE(batch);
  EXPECT_FALSE(batch->devices.empty()) << "what is known of devices grows with nothing said";
  for (const TableNumber table : {TableNumber::devices, TableNumber::device_events}) {
    EXPECT_EQ(batch->rows.count(table), 0U);
  }
}

TEST_F(IntakeThreadTest, TakesNothingAtOnceAfterItsEnd) {
  readings.close();
  intake_thread.join();
  EXPECT_FALSE(intake_thread.take_at_once(reading(21)));
}

TEST_F(IntakeThreadTest, KeepsTheOrderOfReadingsWhoeverTakesThemIn) {
  constexpr int kReadings = 20'000;
  int at_once = 0;
  for (int i = 1; i <= kReadings; ++i) {
    const double celsius = 0.001 * i;
    if (intake_thread.take_at_once(reading(celsius))) {
      ++at_once;
    } else {
      ASSERT_TRUE(readings.send(reading(celsius)));
    }
    if (i % 100 == 0) sleep_deep();
  }
  EXPECT_GT(at_once, 0);
  readings.close();
  intake_thread.join();
  std::vector<double> kept;
  std::vector<JournalBatch> batches;
  journal.try_receive_all(batches);
  for (const JournalBatch& batch : batches) {
    store::RowBinaryReader reader{batch.rows.encoded(TableNumber::readings)};
    for (std::uint32_t i = 0; i < batch.rows.count(TableNumber::readings); ++i) {
      store::ReadingRow row;
      ASSERT_TRUE(store::read_row(reader, row));
      kept.push_back(row.value);
    }
  }
  ASSERT_EQ(kept.size(), std::size_t{kReadings});
  EXPECT_TRUE(std::ranges::is_sorted(kept));
}

}  // namespace
}  // namespace luft::hub
