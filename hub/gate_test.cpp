// What enters the hub, and what becomes of what does not.
#include "hub/gate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contract/limits.h"
#include "runtime/manual_clock.h"

namespace luft::hub {
namespace {

class GateTest : public testing::Test {
 protected:
  void say(std::string_view topic, std::string_view payload) {
    gate.on_message({.topic = topic, .payload = payload});
  }
  // What the gate reported since the last time.
  template <class Report>
  std::optional<Report> reported() {
    gate.report_dropped();
    std::vector<Urgent> all;
    urgent.receive_all_for(all, std::chrono::milliseconds{0});
    for (const Urgent& each : all) {
      if (const auto* report = std::get_if<Report>(&each)) return *report;
    }
    return std::nullopt;
  }

  static runtime::IntakeSettings slow() {
    runtime::IntakeSettings settings;
    settings.rate = 1;
    settings.burst = 2;
    return settings;
  }

  runtime::IntakeSettings settings = slow();
  runtime::ManualClock clock;
  runtime::Channel<Message> readings{16};
  runtime::Channel<Urgent> urgent{4};
  static bool never(const Message& /*reading*/) { return false; }

  Gate gate{settings, readings, urgent, clock, never};
};

TEST_F(GateTest, SubscribesToAllThatTheTopicTableSaysTheHubListensTo) {
  std::vector<std::string> filters;
  for (const auto& each : Gate::subscriptions()) filters.push_back(each.filter);
  for (const contract::TopicInfo& topic : contract::all_topics()) {
    if (!topic.hub_listens) continue;
    const std::string first{topic.pattern.substr(0, topic.pattern.find('/'))};
    const auto own = contract::topic_filter(topic.kind);
    EXPECT_THAT(filters, testing::AnyOf(testing::Contains(std::string{own.view()}),
                                        testing::Contains(first + "/#")))
        << topic.pattern;
  }
}

TEST_F(GateTest, SubscribesToEverythingAtQosOne) {
  for (const auto& each : Gate::subscriptions()) {
    EXPECT_EQ(each.qos, runtime::Qos::at_least_once) << each.filter;
  }
}

TEST_F(GateTest, CountsWhatIsBeyondADevicesRateByWhatBecomesOfIt) {
  say("device/kitchen/status", "online");
  say("device/kitchen/status", "online");  // the burst is used up
  say("device/kitchen/event", "{}");
  say("sensor/kitchen/batch", "{}");
  say("sensor/kitchen/temperature", R"({"value":21,"seq":1})");
  say("sensor/kitchen/temperature", "21");
  const auto not_taken = reported<NotTaken>();
  ASSERT_TRUE(not_taken);
  EXPECT_EQ(not_taken->refused, 1U);
  EXPECT_EQ(not_taken->let_go, 2U);
  EXPECT_FALSE(reported<NotTaken>());
}

TEST_F(GateTest, CountsGarbageBeyondTheOneRateOfAllUnknownTopics) {
  for (int i = 0; i < 5; ++i) say("device/x/other", "garbage");
  const auto not_taken = reported<NotTaken>();
  ASSERT_TRUE(not_taken);
  EXPECT_EQ(not_taken->refused, 3U);
  EXPECT_EQ(readings.size(), 2U);
}

TEST_F(GateTest, GarbageKeepsNoServiceFromBeingHeard) {
  for (int i = 0; i < 5; ++i) say("sensor/kitchen/nonsense", "garbage");
  for (int i = 0; i < 5; ++i) say("nonsense", "garbage");
  say("ml/status", "offline");
  EXPECT_EQ(urgent.size(), 1U);
}

TEST_F(GateTest, GarbageUnderADevicesNameCountsForThatDevice) {
  for (int i = 0; i < 5; ++i) say("sensor/kitchen/nonsense", "garbage");
  EXPECT_EQ(readings.size(), 2U);
  say("sensor/kitchen/temperature", "21");
  EXPECT_EQ(readings.size(), 2U);
  say("sensor/bath/nonsense", "garbage");
  EXPECT_EQ(readings.size(), 3U);
}

TEST_F(GateTest, TellsHowLongAMessageWaitedInTheBrokerByItsExpiry) {
  settings.burst = 100;
  Gate wide{settings, readings, urgent, clock, never};
  const auto waited = [&](std::optional<std::uint32_t> remaining_s) {
    wide.on_message({.topic = "sensor/kitchen/temperature",
                     .payload = "{}",
                     .remaining_expiry_s = remaining_s});
    return readings.receive_for(std::chrono::milliseconds{0})->in_broker;
  };
  using std::chrono::seconds;
  EXPECT_EQ(waited(std::nullopt), seconds{0});
  EXPECT_EQ(waited(contract::kReadingExpirySeconds), seconds{0});
  EXPECT_EQ(waited(contract::kReadingExpirySeconds - 1), seconds{0});  // a second that just began
  EXPECT_EQ(waited(contract::kReadingExpirySeconds - 21), seconds{20});
  EXPECT_EQ(waited(contract::kReadingExpirySeconds + 1), seconds{0});  // not our devices' expiry
}

TEST_F(GateTest, AsksOnlyForASingleReadingToBeTakenAtOnce) {
  settings.burst = 100;
  std::vector<std::string> taken;
  Gate wide{settings, readings, urgent, clock, [&taken](const Message& reading) {
              taken.push_back(reading.payload);
              return true;
            }};
  for (const char* topic :
       {"sensor/kitchen/temperature", "sensor/kitchen/batch", "sensor/kitchen/audio",
        "sensor/kitchen/nonsense/at/all", "device/kitchen/status"}) {
    wide.on_message({.topic = topic, .payload = topic});
  }
  EXPECT_THAT(taken, testing::ElementsAre("sensor/kitchen/temperature"));
  EXPECT_EQ(readings.size(), 3U);
  EXPECT_EQ(urgent.size(), 1U);
}

TEST_F(GateTest, SendsAReadingThatWasNotTakenAtOnce) {
  say("sensor/kitchen/temperature", "21");
  EXPECT_EQ(readings.size(), 1U);
}

TEST_F(GateTest, WhatCouldNotBeReportedIsReportedLater) {
  settings.burst = 100;
  Gate wide{settings, readings, urgent, clock, never};
  for (int i = 0; i < 6; ++i) {
    wide.on_message({.topic = "device/kitchen/status", .payload = "online"});
  }
  wide.report_dropped();  // the channel is full
  std::vector<Urgent> all;
  urgent.receive_all_for(all, std::chrono::milliseconds{0});
  wide.report_dropped();
  urgent.receive_all_for(all, std::chrono::milliseconds{0});
  ASSERT_FALSE(all.empty());
  const auto* report = std::get_if<NotTaken>(&all.back());
  ASSERT_NE(report, nullptr);
  EXPECT_EQ(report->refused, 2U);
}

}  // namespace
}  // namespace luft::hub
