// What people say of devices and want them to have, and what follows.
#include <gmock/gmock.h>

#include "contract/device_config.h"
#include "hub/intake/intake_fixture.h"

namespace luft::hub {
namespace {

using contract::Metric;
using testing::HasSubstr;

class IntakeSettingsTest : public IntakeTest {
 protected:
  OrderResult order(std::string_view id,
                    std::variant<MetadataPatch, contract::DeviceConfig, Removal> change) {
    return intake->take(Order{.device = contract::DeviceId::cut(id), .change = std::move(change)},
                        now, outcome);
  }
  OrderResult move(std::string_view id, const std::string& room) {
    MetadataPatch patch;
    patch.room = room;
    return order(id, patch);
  }
  // The newest config that went out for this device.
  contract::DeviceConfig desired(std::string_view id) {
    const std::string topic = fmt::format("device/{}/config/desired", id);
    for (auto at = outcome.publications.rbegin(); at != outcome.publications.rend(); ++at) {
      if (at->topic.view() != topic) continue;
      EXPECT_EQ(at->retain, contract::Retain::yes);
      return contract::parse_device_config(at->payload).value();
    }
    ADD_FAILURE() << "no config went out for " << id;
    return {};
  }
  std::string events() const {
    return std::string{outcome.journal.rows.encoded(TableNumber::device_events)};
  }
};

TEST_F(IntakeSettingsTest, ADeviceThatIsMovedToARoomFeedsItsWindowsAtOnce) {
  say("device/shelf/info", R"({"boot":1,"window":false})");
  say("device/window/info", R"({"boot":2,"window":true})");
  ASSERT_TRUE(move("shelf", "Living"));
  ASSERT_TRUE(move("window", "Living"));
  say("sensor/shelf/temperature", "21");
  say("sensor/shelf/humidity", "50");
  EXPECT_EQ(outcome.publications.at(0).topic.view(), "ml/inference/request/window");
  EXPECT_EQ(device("shelf").room, "Living");
}

TEST_F(IntakeSettingsTest, WhatWasSensedInTheFormerRoomCountsNoMore) {
  say("device/shelf/info", R"({"boot":1,"window":false})");
  say("device/window/info", R"({"boot":2,"window":true})");
  ASSERT_TRUE(move("shelf", "Living"));
  ASSERT_TRUE(move("window", "Living"));
  say("sensor/shelf/temperature", "35");
  ASSERT_TRUE(move("shelf", "Sauna"));
  say("sensor/window/humidity", "50");
  EXPECT_TRUE(outcome.publications.empty());
}

TEST_F(IntakeSettingsTest, WhatPeopleSaidIsKeptAndMirroredAndRegisteredAtNeverChanges) {
  say("sensor/kitchen/temperature", "21");
  const SystemTime registered = device("kitchen").first_seen;
  pass(1h);
  MetadataPatch patch;
  patch.name = "Kitchen window";
  patch.role = Role::outdoor;
  patch.labels["floor"] = "second";
  const auto changed = order("kitchen", patch);
  ASSERT_TRUE(changed);
  EXPECT_EQ((*changed)->name(), "Kitchen window");
  EXPECT_THAT(std::string{outcome.journal.rows.encoded(TableNumber::devices)},
              testing::AllOf(HasSubstr("Kitchen window"), HasSubstr("second")));
  EXPECT_THAT(events(), HasSubstr("updated"));
  restart();
  EXPECT_EQ(device("kitchen").name(), "Kitchen window");
  EXPECT_EQ(device("kitchen").role, Role::outdoor);
  EXPECT_EQ(device("kitchen").first_seen, registered);
}

TEST_F(IntakeSettingsTest, TheTriggerOfOneDeviceFollowsItsOwnThresholds) {
  say("sensor/kitchen/temperature", "21");
  say("sensor/bath/temperature", "21");
  MetadataPatch patch;
  patch.trigger[*TriggerOverrides::index_of("temperature_c")] = 5;
  ASSERT_TRUE(order("kitchen", patch));
  for (const auto* id : {"kitchen", "bath"}) {
    say(fmt::format("sensor/{}/humidity", id), "50");
    say(fmt::format("window/{}/control", id), R"({"position":0,"confidence":1})");
  }
  outcome.publications.clear();
  pass(60s);
  for (const auto* id : {"kitchen", "bath"}) say(fmt::format("sensor/{}/temperature", id), "23");
  ASSERT_EQ(outcome.publications.size(), 1U);
  EXPECT_EQ(outcome.publications[0].topic.view(), "ml/inference/request/bath");
  EXPECT_EQ(device("kitchen").waiting, Waiting::nothing_changed);
}

TEST_F(IntakeSettingsTest, RefusesWhatContradictsItselfOrNamesNoDevice) {
  EXPECT_EQ(order("nobody", MetadataPatch{}).error().why, OrderRefused::Why::no_such_device);
  say("sensor/kitchen/temperature", "21");
  MetadataPatch patch;
  patch.trigger[*TriggerOverrides::index_of("longest_interval_s")] = 1;
  EXPECT_EQ(order("kitchen", patch).error().why, OrderRefused::Why::contradicts);
}

TEST_F(IntakeSettingsTest, ADesiredConfigGetsTheVersionAboveBoth) {
  say("sensor/kitchen/temperature", "21");
  say("device/kitchen/config/reported", R"({"version":6})");
  contract::DeviceConfig config;
  config.of(Metric::temperature).interval_s = 30;
  ASSERT_TRUE(order("kitchen", config));
  EXPECT_EQ(desired("kitchen").version, 7U);
  ASSERT_TRUE(order("kitchen", config));
  EXPECT_EQ(desired("kitchen").version, 8U);
  EXPECT_THAT(events(), HasSubstr("{\"desired\":{\"version\":8"));
}

TEST_F(IntakeSettingsTest, SurvivesADeviceThatReportsTheLastVersionThereIs) {
  const std::string last = R"({"version":9007199254740991})";
  say("sensor/kitchen/temperature", "21");
  ASSERT_TRUE(order("kitchen", contract::DeviceConfig{}));
  say("device/kitchen/config/reported", last);
  restart();
  EXPECT_EQ(device("kitchen").configuration->desired.version, contract::kMaxIdentifier);

  say("device/bath/config/reported", last);  // before anybody set anything
  ASSERT_TRUE(order("bath", contract::DeviceConfig{}));
  EXPECT_EQ(desired("bath").version, contract::kMaxIdentifier);
}

TEST_F(IntakeSettingsTest, SaysEveryDesiredConfigAgainWithEachConnectionAlsoAfterARestart) {
  say("sensor/kitchen/temperature", "21");
  contract::DeviceConfig config;
  config.window.strict = true;
  ASSERT_TRUE(order("kitchen", config));
  restart();
  intake->on_connected();
  intake->say_desired(100, outcome);
  EXPECT_EQ(desired("kitchen").version, 1U);
  EXPECT_EQ(desired("kitchen").window.strict, true);
}

TEST_F(IntakeSettingsTest, WhatADeviceReportsIsKeptAndSaid) {
  say("device/kitchen/config/reported",
      R"({"version":0,"refused":[{"setting":"co2.interval_s","reason":"no such sensor"}]})");
  ASSERT_TRUE(device("kitchen").configuration);
  EXPECT_EQ(device("kitchen").configuration->reported->refusal_count, 1);
  EXPECT_THAT(events(),
              HasSubstr(R"({"reported":{"version":0,"refused":[{"setting":"co2.interval_s",)"
                        R"("reason":"no such sensor"}]}})"));
  restart();
  EXPECT_EQ(device("kitchen").configuration->reported->refusal_count, 1);
}

TEST_F(IntakeSettingsTest, DevicesThatReportTheSameSettingsShareThemAlsoAfterARestart) {
  for (const std::string id : {"kitchen", "bath"}) {
    say("device/" + id + "/config/reported", R"({"version":0,"window":{"rest_s":60}})");
  }
  EXPECT_EQ(device("kitchen").configuration, device("bath").configuration);
  restart();
  ASSERT_TRUE(device("kitchen").configuration);
  EXPECT_EQ(device("kitchen").configuration, device("bath").configuration);
}

TEST_F(IntakeSettingsTest, ADeviceThatIsAheadGetsAVersionAboveItsOwnAndOneThatIsBehindIsToldAgain) {
  say("sensor/kitchen/temperature", "21");
  ASSERT_TRUE(order("kitchen", contract::DeviceConfig{}));
  say("device/kitchen/config/reported", R"({"version":9})");  // the hub had lost its memory
  EXPECT_EQ(desired("kitchen").version, 10U);
  outcome.publications.clear();
  say("device/kitchen/config/reported", R"({"version":10})");
  EXPECT_TRUE(outcome.publications.empty());
  say("device/kitchen/config/reported", R"({"version":0})");  // it started anew
  EXPECT_EQ(desired("kitchen").version, 10U);
}

TEST_F(IntakeSettingsTest, ARemovedDeviceIsTakenBackFromTheBrokerAndMirroredAsRevoked) {
  say("sensor/kitchen/temperature", "21");
  ASSERT_TRUE(order("kitchen", contract::DeviceConfig{}));
  ASSERT_TRUE(move("kitchen", "Living"));
  outcome = {};
  ASSERT_TRUE(order("kitchen", Removal{}));
  std::vector<std::string> taken_back;
  for (const Publication& each : outcome.publications) {
    EXPECT_EQ(each.payload, "");
    EXPECT_EQ(each.retain, contract::Retain::yes);
    taken_back.emplace_back(each.topic.view());
  }
  EXPECT_THAT(taken_back,
              testing::UnorderedElementsAre("window/kitchen/state", "device/kitchen/status",
                                            "device/kitchen/info", "device/kitchen/config/desired",
                                            "device/kitchen/config/reported"));
  EXPECT_THAT(std::string{outcome.journal.rows.encoded(TableNumber::devices)},
              HasSubstr("revoked"));
  EXPECT_THAT(events(), HasSubstr("revoked"));
  EXPECT_EQ(order("kitchen", Removal{}).error().why, OrderRefused::Why::no_such_device);
  restart();
  EXPECT_FALSE(device("kitchen").is_shown());
  say("window/kitchen/state", "");  // as the broker tells of it
  outcome.publications.clear();
  say("device/kitchen/status", "offline");  // its last will
  EXPECT_EQ(outcome.publications.at(0).topic.view(), "device/kitchen/status");
  EXPECT_EQ(outcome.publications.at(0).payload, "");
  EXPECT_FALSE(device("kitchen").is_shown());
  EXPECT_EQ(rows(TableNumber::quarantine), 0U);
}

TEST_F(IntakeSettingsTest, ARemovedDeviceThatSpeaksAgainIsNewAndStoresNothingTwice) {
  read("kitchen", "temperature", 21, 1, 1);
  ASSERT_TRUE(move("kitchen", "Living"));
  ASSERT_TRUE(order("kitchen", Removal{}));
  restart();
  pass(1min);
  read("kitchen", "temperature", 21, 1, 1);  // its receipt was lost
  read("kitchen", "temperature", 22, 2, 1);
  EXPECT_TRUE(device("kitchen").is_shown());
  EXPECT_EQ(device("kitchen").first_seen, now.wall);
  EXPECT_EQ(device("kitchen").room, "");
  EXPECT_EQ(device("kitchen").counts.duplicate, 1U);
  EXPECT_EQ(rows(TableNumber::readings), 1U);
  EXPECT_THAT(events(), HasSubstr("registered"));
  expect_balance();
}

TEST_F(IntakeSettingsTest, WhatARemovedSensorSaidOfItsRoomCountsNoMore) {
  say("device/shelf/info", R"({"boot":1,"window":false})");
  say("device/window/info", R"({"boot":2,"window":true})");
  ASSERT_TRUE(move("shelf", "Living"));
  ASSERT_TRUE(move("window", "Living"));
  say("sensor/shelf/temperature", "35");
  outcome = {};
  ASSERT_TRUE(order("shelf", Removal{}));
  outcome.publications.clear();
  say("sensor/window/humidity", "50");
  EXPECT_TRUE(outcome.publications.empty());
}

TEST_F(IntakeSettingsTest, SaysTheSettingsOfManyDevicesInSlices) {
  for (const auto* id : {"a", "b", "c"}) {
    say(fmt::format("sensor/{}/temperature", id), "21");
    ASSERT_TRUE(order(id, contract::DeviceConfig{}));
  }
  outcome = {};
  intake->say_desired(2, outcome);
  EXPECT_TRUE(outcome.publications.empty()) << "nobody has connected";
  intake->on_connected();
  intake->say_desired(2, outcome);
  EXPECT_EQ(outcome.publications.size(), 2U);
  intake->say_desired(2, outcome);
  intake->say_desired(2, outcome);
  EXPECT_EQ(outcome.publications.size(), 3U);
  EXPECT_EQ(outcome.publications.back().topic.view(), "device/c/config/desired");
}

}  // namespace
}  // namespace luft::hub
