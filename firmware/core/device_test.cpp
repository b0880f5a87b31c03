#include "firmware/core/device.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "contract/control.h"
#include "contract/receipt.h"
#include "firmware/core/boot.h"
#include "firmware/core/device_fixture.h"

namespace luft::firmware {
namespace {

using contract::Metric;
using contract::MoveCause;
using contract::TopicKind;
using std::chrono::milliseconds;
using std::chrono::seconds;
using testing::DeviceTest;
using testing::kBoot;

TEST_F(DeviceTest, SaysWhoItIsAndHowItsWindowIsWithEveryConnection) {
  start();
  EXPECT_EQ(ports_.sink.payloads(TopicKind::device_status), std::vector<std::string>{"online"});
  const auto about = contract::parse_device_info(ports_.sink.payloads(TopicKind::device_info)[0]);
  ASSERT_TRUE(about);
  EXPECT_EQ(about->boot, kBoot);
  EXPECT_EQ(about->window, true);
  EXPECT_EQ(about->sensors,
            contract::sensor_bit(Metric::temperature) | contract::sensor_bit(Metric::humidity));
  ASSERT_EQ(states().size(), 1U);
  EXPECT_EQ(states()[0].position_pct, 30);
  EXPECT_FALSE(states()[0].moving);
}

TEST_F(DeviceTest, SaysAgainAndAgainHowItsChipIsAndHowLongItsLongestRoundTook) {
  ports_.has_health = true;
  start();
  tick_for(std::chrono::minutes{1});
  now_ += milliseconds{1'900};  // flash was erased, say
  ports_.health.lowest_free_memory_bytes = 9'000;
  tick_for(std::chrono::minutes{31});
  const auto said = ports_.sink.payloads(TopicKind::device_info);
  ASSERT_EQ(said.size(), 3U);
  const auto latest = contract::parse_device_info(said.back());
  ASSERT_TRUE(latest);
  EXPECT_EQ(latest->diagnostics.lowest_free_memory_bytes, 9'000U);
  EXPECT_EQ(latest->diagnostics.longest_round_ms, 2'000U);
}

TEST_F(DeviceTest, SubscribesToWhatConcernsItAndNothingElse) {
  start();
  std::vector<std::string> names;
  const auto subscriptions = device_->subscriptions();
  for (const auto& name : subscriptions.all()) names.emplace_back(name.view());
  EXPECT_THAT(names, ::testing::UnorderedElementsAre(
                         "device/study/receipt", "device/study/command", "device/study/status",
                         "device/study/config/desired", "hub/status", "window/study/control",
                         "window/study/set", "ml/status"));
}

TEST_F(DeviceTest, SaysHowLoudItIsFromWhatItsMicrophoneHeard) {
  static constexpr MetricSettings kHearing[] = {
      {.metric = Metric::temperature, .interval = seconds{2}, .probe = seconds{2}},
      {.metric = Metric::sound_volume, .interval = seconds{2}, .probe = seconds{2}}};
  settings_.metrics = kHearing;
  ports_.has_microphone = true;
  ports_.sensors.values[Metric::sound_volume] = 1;  // not asked: there is a microphone
  for (int i = 0; i < 8 * 16'000; ++i) {            // 1 kHz at -20 dBFS
    const double phase = 2 * std::numbers::pi * i / 16;
    ports_.microphone.pcm.push_back(static_cast<std::int16_t>(3'276.8 * std::sin(phase)));
  }
  ports_.microphone.limit = 1'600;  // 100 ms a tick, as it comes from a converter
  start();
  tick_for(seconds{9});
  std::vector<double> levels;
  for (const auto& said : ports_.sink.said) {
    if (said.topic.kind != TopicKind::reading) continue;
    const auto reading = contract::parse_reading(said.topic.metric, said.payload);
    ASSERT_TRUE(reading) << said.payload;
    if (said.topic.metric == Metric::sound_volume) levels.push_back(reading->value);
  }
  ASSERT_GE(levels.size(), 3U);
  for (const double level : levels) EXPECT_NEAR(level, 100.0, 0.1);
  EXPECT_EQ(device_->sampler().counters().silent, 0U);
}

TEST_F(DeviceTest, GoesOnWhenItsMicrophoneIsBroken) {
  static constexpr MetricSettings kHearing[] = {{.metric = Metric::temperature},
                                                {.metric = Metric::sound_volume}};
  settings_.metrics = kHearing;
  ports_.has_microphone = true;
  start();
  tick_for(seconds{60});
  EXPECT_GT(device_->sampler().counters().reports, 0U);
  EXPECT_GT(device_->sampler().counters().silent, 0U);
}

TEST_F(DeviceTest, IsNotStoppedByAMicrophoneThatNeverRunsDry) {
  ports_.has_microphone = true;
  ports_.microphone.pcm.resize(40'000);
  start();
  device_->on_tick(now_);
  EXPECT_LE(ports_.microphone.given, 33'000U);
}

TEST_F(DeviceTest, NeverMovesAtBootWithoutAReason) {
  start();
  tick_for(seconds{240});
  EXPECT_TRUE(ports_.motor.positions.empty());
  EXPECT_TRUE(ports_.observer.movements.empty());
}

TEST_F(DeviceTest, SamplesItsSensorsTogetherAndSendsThem) {
  start();
  tick_for(seconds{2});
  EXPECT_EQ(ports_.sink.count(TopicKind::reading), 2U);
  tick_for(seconds{60});
  EXPECT_EQ(ports_.sink.count(TopicKind::reading), 4U);
}

TEST_F(DeviceTest, MovesOnAControlThatNamesItsReadingAndSaysHowItGoes) {
  start();
  tick_for(seconds{2});
  hear("window/study/control",
       R"({"position":60,"confidence":0.8,"request_id":"r-1","as_of":[3,2],"reason":"warm"})");
  ASSERT_EQ(states().size(), 2U);
  EXPECT_TRUE(states()[1].moving);
  EXPECT_EQ(states()[1].target_pct, 60);
  EXPECT_EQ(states()[1].cause, MoveCause::control);
  EXPECT_EQ(states()[1].request_id->view(), "r-1");
  tick_for(seconds{10});
  ASSERT_EQ(states().size(), 3U) << "one at the start of the movement, one at its end";
  EXPECT_FALSE(states()[2].moving);
  EXPECT_EQ(states()[2].position_pct, 60);
  EXPECT_EQ(ports_.memory.state.position_pct, 60);
  ASSERT_EQ(ports_.observer.movements.size(), 1U);
  EXPECT_EQ(ports_.observer.movements[0].as_of, (contract::ReadingRef{kBoot, 2}));
}

TEST_F(DeviceTest, IgnoresWhatTheBrokerRetained) {
  start();
  hear("window/study/control", R"({"position":60,"confidence":0.8})", Delivery::retained);
  hear("window/study/set", "OPEN", Delivery::retained);
  hear("device/study/command", R"({"command":"restart"})", Delivery::retained);
  tick_for(seconds{5});
  EXPECT_TRUE(ports_.observer.movements.empty());
  EXPECT_EQ(ports_.system.restarted, 0);
  EXPECT_EQ(device_->counters().ignored_retained, 3U);
  const auto event = contract::parse_device_event(last_event());
  ASSERT_TRUE(event);
  EXPECT_EQ(event->reason->view(), "a retained order: nobody can say how old it is");
  EXPECT_EQ(ports_.sink.count(TopicKind::device_event), 1U) << "a flood of them is one event";
}

TEST_F(DeviceTest, ReportsARefusalWithItsReasonAtABoundedRate) {
  start();
  tick_for(seconds{2});
  for (int i = 0; i < 50; ++i) {
    hear("window/study/control",
         R"({"position":60,"confidence":0.8,"request_id":"old","as_of":[2,9]})");
  }
  EXPECT_EQ(ports_.sink.count(TopicKind::device_event), 1U);
  EXPECT_EQ(device_->window()->counters().refused, 50U);
  const auto event = contract::parse_device_event(last_event());
  EXPECT_EQ(event->event.view(), "refused");
  EXPECT_EQ(event->request_id->view(), "old");
  EXPECT_EQ(event->reason->view(), "as_of names another boot of this device");
}

TEST_F(DeviceTest, TellsAPersonOfARefusalWhateverItHasJustRefusedTheModel) {
  start();
  tick_for(seconds{2});
  hear("window/study/control",
       R"({"position":60,"confidence":0.8,"request_id":"old","as_of":[2,9]})");
  hear("window/study/set", R"({"position":101})");
  EXPECT_EQ(ports_.sink.count(TopicKind::device_event), 2U);
  const auto event = contract::parse_device_event(last_event());
  EXPECT_EQ(event->event.view(), "refused");
  EXPECT_FALSE(event->request_id);
}

TEST_F(DeviceTest, DoesNotMoveOnWhatItCannotRead) {
  start();
  for (const char* payload : {"", "{", "null", R"({"position":101,"confidence":1})",
                              R"({"position":"60","confidence":1})", R"({"confidence":1})"}) {
    hear("window/study/control", payload);
    hear("window/study/set", payload);
  }
  hear("window/other/control", R"({"position":60,"confidence":0.8})");
  hear("no/such/topic", "1");
  tick_for(seconds{5});
  EXPECT_TRUE(ports_.observer.movements.empty());
  EXPECT_EQ(device_->window()->counters().malformed, 12U);
  EXPECT_EQ(device_->counters().not_understood, 2U);
}

TEST_F(DeviceTest, ObeysAPersonAndSaysHowLongTheHoldLasts) {
  start();
  hear("window/study/set", R"({"position":80,"hold_s":600})");
  ASSERT_EQ(states().size(), 2U);
  EXPECT_EQ(states()[1].cause, MoveCause::person);
  EXPECT_EQ(states()[1].hold_s, 600U);
  EXPECT_EQ(ports_.memory.state.hold_s, 600U);
  tick_for(seconds{1});
  hear("window/study/set", "STOP");
  tick_for(seconds{1});
  EXPECT_FALSE(states().back().moving);
  EXPECT_LT(states().back().position_pct, 80);
}

TEST_F(DeviceTest, SaysOnlineWhenItSeesItsOwnOffline) {
  start();
  hear("device/study/status", "offline", Delivery::retained);
  EXPECT_EQ(ports_.sink.count(TopicKind::device_status), 2U);
  hear("device/study/status", "online");
  EXPECT_EQ(ports_.sink.count(TopicKind::device_status), 2U);
}

TEST_F(DeviceTest, DoesNotContradictItsOwnFarewell) {
  start();
  device_->say_offline();
  hear("device/study/status", "offline");  // what it said itself
  EXPECT_EQ(ports_.sink.payloads(TopicKind::device_status),
            (std::vector<std::string>{"online", "offline"}));
}

TEST_F(DeviceTest, SendsWhatIsUnreceiptedWhenTheHubComesBack) {
  start();
  tick_for(seconds{5});
  hear("hub/status", "online", Delivery::retained);
  tick_for(seconds{3});
  EXPECT_EQ(ports_.sink.count(TopicKind::batch), 0U) << "it was there all along";
  hear("hub/status", "online");
  tick_for(seconds{3});
  EXPECT_EQ(ports_.sink.count(TopicKind::batch), 1U);
  hear("device/study/receipt", R"({"boot":3,"through":2,"seen":2})");
  EXPECT_EQ(device_->outbox().held(), 0U);
}

TEST_F(DeviceTest, ObeysCommandsAndRefusesUnknownOnes) {
  start();
  hear("device/study/command", R"({"command":"identify"})");
  EXPECT_EQ(ports_.system.identified, 1);
  now_ += seconds{2};
  hear("device/study/command", R"({"command":"explode"})");
  EXPECT_EQ(contract::parse_device_event(last_event())->event.view(), "refused");
  now_ += seconds{2};
  hear("device/study/command", R"({"command":"restart"})");
  EXPECT_EQ(ports_.system.restarted, 1);
}

TEST_F(DeviceTest, TakesNoMoreReadingsOnceItIsToRestart) {
  start();
  tick_for(seconds{2});
  hear("device/study/command", R"({"command":"restart"})");
  const auto newest = device_->outbox().newest_seq();
  tick_for(std::chrono::minutes{5});
  EXPECT_EQ(device_->outbox().newest_seq(), newest) << "they would be in RAM alone";
}

TEST_F(DeviceTest, SaysItsSettingsAndWhatItIsAgainWhenTheLinkTookThemNot) {
  ports_.sink.takes = false;
  start();
  tick_for(seconds{2});
  ports_.sink.takes = true;
  tick_for(seconds{2});
  EXPECT_EQ(ports_.sink.count(TopicKind::device_info), 1U);
  EXPECT_EQ(ports_.sink.count(TopicKind::config_reported), 1U);
}

TEST_F(DeviceTest, SaysNothingAgainWithoutAConnection) {
  ports_.sink.takes = false;
  start();
  device_->on_disconnected();
  ports_.sink.takes = true;  // which no link without a connection does
  tick_for(seconds{2});
  EXPECT_EQ(ports_.sink.count(TopicKind::device_info), 0U);
  EXPECT_EQ(ports_.sink.count(TopicKind::config_reported), 0U);
}

TEST_F(DeviceTest, SensesWithoutAWindow) {
  settings_.window.reset();
  start();
  hear("window/study/control", R"({"position":60,"confidence":0.8})");
  tick_for(seconds{2});
  EXPECT_EQ(ports_.sink.count(TopicKind::window_state), 0U);
  EXPECT_EQ(ports_.sink.count(TopicKind::reading), 2U);
}

TEST_F(DeviceTest, SaysOnceThatASensorIsLostAndFoundAgain) {
  start();
  tick_for(seconds{5});
  ports_.sensors.values.clear();
  ports_.sensors.what = "no answer";
  ports_.sink.takes = false;
  tick_for(seconds{60});
  ports_.sink.takes = true;
  tick_for(seconds{60});
  const auto lost = contract::parse_device_event(last_event());
  ASSERT_TRUE(lost);
  EXPECT_EQ(lost->event.view(), "sensor_lost");
  EXPECT_EQ(lost->reason->view(), "temperature, humidity: no answer");
  ports_.sensors.values = {{Metric::temperature, 20.0}, {Metric::humidity, 50.0}};
  tick_for(seconds{12});
  EXPECT_EQ(contract::parse_device_event(last_event())->event.view(), "sensor_found");
  EXPECT_EQ(ports_.sink.count(TopicKind::device_event), 2U);
}

TEST_F(DeviceTest, RefusesAnUpdateWhereItCanTakeNone) {
  start();
  hear("device/study/command", R"({"command":"update","version":"2.0.0"})");
  EXPECT_EQ(contract::parse_device_event(last_event())->reason->view(),
            "the offer is not understood");
}

TEST(BootName, DiffersForEveryStartAndEveryOrigin) {
  EXPECT_EQ(boot_name({.origin = 1, .starts = 5}), (1ULL << 20) + 5);
  EXPECT_LT(boot_name({.origin = 0xFFFFFFFF, .starts = kStartsPerOrigin - 1}), 1ULL << 53);
}

}  // namespace
}  // namespace luft::firmware
