// Recorded climate through a real broker, with a receipting subscriber for a hub.
#include "firmware/host/replay.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "contract/device.h"
#include "firmware/host/testing/receipting_hub.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"

namespace luft::firmware::host {
namespace {

using runtime::testing::TempFolder;
using runtime::testing::TestBroker;
using testing::ReceiptingHub;

constexpr double kMax = std::numeric_limits<double>::infinity();

class ReplayTest : public ::testing::Test {
 protected:
  // `rows` rows of two rooms, ten minutes apart.
  Recording recording(int rows) const {
    std::string text = "timestamp_local,room_id,temp_c,rh_pct\n";
    for (int i = 0; i < rows; ++i) {
      char line[80];
      std::snprintf(line, sizeof line, "2016-01-%02dT%02d:%02d:00,%s,%.2f,%.2f\n", 11 + i / 288,
                    i / 2 / 6 % 24, i / 2 % 6 * 10, i % 2 == 0 ? "kitchen" : "bath",
                    18 + (i % 500) * 0.01, 40 + (i % 300) * 0.1);
      text += line;
    }
    const auto read =
        read_recording(folder_.write("climate.csv", text), "house", *TimeZone::use("UTC"));
    EXPECT_TRUE(read) << read.error();
    return *read;
  }
  ReplaySettings settings(double speed) const {
    return {.connection = broker_.settings("replay"), .speed = speed};
  }
  bool wait_until_done(Replay& replay) {
    return hub_.wait_until([&] { return replay.all_given() && replay.loop().unreceipted() == 0; });
  }
  ReplayReport run(const ReplaySettings& how, const Recording& climate) {
    Replay replay(how, climate);
    replay.loop().start();
    EXPECT_TRUE(wait_until_done(replay));
    const ReplayReport report = replay.progress();
    replay.loop().say_offline_and_stop();
    return report;
  }
  // Exactly the readings of the recording have arrived, each once, with its own time.
  void expect_arrived(const Recording& recording) const {
    std::multiset<std::tuple<std::string, std::uint64_t, contract::Metric, double>> sent;
    std::multiset<std::tuple<std::string, std::uint64_t, contract::Metric, double>> arrived;
    for (const auto& device : recording.devices) {
      for (const auto& one : device.readings) {
        sent.emplace(device.id, static_cast<std::uint64_t>(one.time_ms), one.metric, one.value);
      }
    }
    for (const auto& one : hub_.kept()) {
      arrived.emplace(one.device, one.time_ms.value_or(0), one.metric, one.value);
    }
    EXPECT_EQ(arrived.size(), sent.size());
    EXPECT_TRUE(arrived == sent);
  }

  TempFolder folder_;
  TestBroker broker_{{"max_queued_messages 100000"}};
  ReceiptingHub hub_{broker_.settings("hub")};
};

TEST_F(ReplayTest, SendsEveryReadingOnceWithItsOwnTime) {
  const Recording climate = recording(1'000);
  Replay replay(settings(kMax), climate);
  replay.loop().start();
  ASSERT_TRUE(wait_until_done(replay));
  const ReplayReport report = replay.progress();
  replay.loop().say_offline_and_stop();
  EXPECT_EQ(report.readings, 2'000U);
  EXPECT_EQ(report.receipted, 2'000U);
  EXPECT_EQ(report.unreceipted, 0U);
  expect_arrived(climate);
}

TEST_F(ReplayTest, IsStoredOnceHoweverOftenItIsSent) {
  const Recording climate = recording(2'800);  // more of each device than its outbox holds
  (void)run(settings(kMax), climate);
  const ReplayReport again = run(settings(kMax), climate);
  EXPECT_EQ(again.receipted, 5'600U);
  EXPECT_GT(again.known_before, 5'000U) << "but for the first batch, nothing travels again";
  expect_arrived(climate);
}

TEST_F(ReplayTest, TakesReadingsThatDifferForAnotherRecording) {
  Recording climate = recording(12);
  (void)run(settings(kMax), climate);
  for (auto& device : climate.devices) {
    for (auto& reading : device.readings) reading.time_ms += 3'600'000;  // in the right zone now
  }
  EXPECT_EQ(run(settings(kMax), climate).known_before, 0U);
  EXPECT_EQ(hub_.kept().size(), 48U);
}

TEST_F(ReplayTest, SaysThatItIsARecordingUnlessItIsLive) {
  (void)run(settings(kMax), recording(2));
  const auto chip = [&] {
    const auto info = contract::parse_device_info(hub_.last("device/house-kitchen/info"));
    return info ? std::string{info->chip.view()} : "no info";
  };
  EXPECT_EQ(chip(), contract::kRecordingChip);
  auto live = settings(1e9);
  live.times = ReplaySettings::Times::live;
  (void)run(live, recording(2));
  EXPECT_EQ(chip(), "replay");
}

TEST_F(ReplayTest, SurvivesTheBrokersDeath) {
  const Recording climate = recording(2'800);
  Replay replay(settings(kMax), climate);
  replay.loop().start();
  ASSERT_TRUE(hub_.wait_until([&] { return hub_.kept().size() > 500; }));
  broker_.kill();
  ASSERT_TRUE(hub_.wait_until([&] { return replay.loop().connected() == 0; }));
  EXPECT_GT(replay.progress().unreceipted, 0U) << "it was killed in the middle";
  broker_.restart();
  ASSERT_TRUE(wait_until_done(replay));
  replay.loop().say_offline_and_stop();
  expect_arrived(climate);
}

TEST_F(ReplayTest, KeepsToThePaceOfItsSpeed) {
  const Recording climate = recording(1'000);  // 500 times, ten minutes apart
  Replay replay(settings(600), climate);       // one of them a second
  replay.loop().start();
  ASSERT_TRUE(hub_.wait_until([&] { return hub_.kept().size() >= 8; }));
  EXPECT_FALSE(replay.all_given());
  EXPECT_LT(hub_.kept().size(), 40U);
}

TEST_F(ReplayTest, SendsLiveReadingsWithoutATime) {
  auto live = settings(6'000);
  live.times = ReplaySettings::Times::live;
  const Recording climate = recording(12);
  Replay replay(live, climate);
  replay.loop().start();
  ASSERT_TRUE(wait_until_done(replay));
  ASSERT_EQ(hub_.kept().size(), 24U);
  for (const auto& reading : hub_.kept()) EXPECT_FALSE(reading.time_ms);
}

}  // namespace
}  // namespace luft::firmware::host
