// The hub's documented answers, read; and others, refused with their reason.
#include "cli/hub_api.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::cli {
namespace {

using testing::HasSubstr;

TEST(HubApi, ReadsADeviceWithItsWindowAndDecision) {
  const auto devices = parse_devices(R"({"devices":[
    {"id":"kitchen","room":"kitchen","status":"active","online":true,"last_seen_ms":5,
     "readings":{"temperature":{"value":21.4,"unit":"°C","time_ms":1}},
     "window":{"position":30,"target":40,"moving":true,"cause":"control","reason":null},
     "decision":{"confidence":0.82,"reason":"warm inside, cool outside"}}]})");
  ASSERT_TRUE(devices) << devices.error();
  const DeviceView& kitchen = devices->at(0);
  EXPECT_EQ(kitchen.id, "kitchen");
  EXPECT_EQ(kitchen.readings.at("temperature"), 21.4);
  EXPECT_EQ(kitchen.position_pct, 30);
  EXPECT_TRUE(kitchen.is_moving);
  EXPECT_EQ(kitchen.confidence, 0.82);
  EXPECT_EQ(kitchen.reason, "warm inside, cool outside");
}

TEST(HubApi, ReadsADeviceOfWhichNothingIsKnownYet) {
  const auto devices = parse_devices(
      R"({"devices":[{"id":"x","online":null,"readings":{},"window":null,"decision":null}]})");
  ASSERT_TRUE(devices) << devices.error();
  EXPECT_EQ(devices->at(0).position_pct, std::nullopt);
  EXPECT_EQ(devices->at(0).online, std::nullopt);
}

TEST(HubApi, ReadsTheSystem) {
  const auto system = parse_system(R"({"ready":false,
    "parts":[{"name":"broker","state":"down","detail":"refused"}],
    "totals":{"requests":7},"latency_ms":{"control_p50":2.5,"control_p99":null},
    "airing":{"paused":true,"since_ms":5,"until_ms":9,"by":"home assistant"},
    "backlog":{"journaled_readings":12}})");
  ASSERT_TRUE(system) << system.error();
  ASSERT_TRUE(system->pause);
  EXPECT_EQ(system->pause->until_ms, 9);
  EXPECT_EQ(system->pause->by, "home assistant");
  EXPECT_FALSE(parse_system(R"({"ready":true,"airing":{"paused":false}})")->pause);
  EXPECT_FALSE(system->ready);
  EXPECT_EQ(system->parts.at(0).detail, "refused");
  EXPECT_EQ(system->total("requests"), 7);
  EXPECT_EQ(system->total("controls"), 0);
  EXPECT_EQ(system->control_p50_ms, 2.5);
  EXPECT_EQ(system->journaled_readings, 12);
}

TEST(HubApi, ReadsTheBalance) {
  const auto balance = parse_balance(R"({"balanced":true,"devices":{"kitchen":{"received":9,
    "stored":7,"journaled":0,"duplicate":1,"quarantined":1,"dropped":0,"lost":0}},
    "stored_twice":{"kitchen":2}})");
  ASSERT_TRUE(balance) << balance.error();
  EXPECT_TRUE(balance->balanced);
  EXPECT_EQ(balance->devices.at("kitchen").stored, 7);
  EXPECT_EQ(balance->stored_twice.at("kitchen"), 2);
}

TEST(HubApi, RefusesWhatIsNotAnAnswerOfTheHub) {
  for (const char* other :
       {"", "<html>", "[]", "{}", R"({"devices":7,"ready":1,"balanced":"yes"})"}) {
    EXPECT_THAT(parse_devices(other).error(), HasSubstr("`devices`"));
    EXPECT_THAT(parse_system(other).error(), HasSubstr("`ready`"));
    EXPECT_THAT(parse_balance(other).error(), HasSubstr("`balanced`"));
  }
}

TEST(HubApi, SaysTheHubsOwnWordsWhenThereIsNoBalance) {
  const auto balance =
      parse_balance(R"({"type":"about:blank","title":"No balance now","status":503,)"
                    R"("detail":"the store is busy; is the database reachable?"})");
  ASSERT_FALSE(balance);
  EXPECT_EQ(balance.error(), "No balance now: the store is busy; is the database reachable?");
}

}  // namespace
}  // namespace luft::cli
