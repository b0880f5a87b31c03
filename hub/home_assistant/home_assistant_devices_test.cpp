// What Home Assistant sees and may do, through a real broker, the hub as a process and a real
// database. `./luft test home-assistant` does the same with Home Assistant itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "hub/testing/hub_process.h"
#include "runtime/testing/mqtt_peer.h"
#include "runtime/testing/temp_folder.h"
#include "runtime/testing/test_broker.h"
#include "store/testing/test_clickhouse.h"

namespace luft::hub::testing {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using runtime::testing::MqttPeer;
using runtime::testing::TestBroker;
using store::DatabaseUser;
using store::testing::TestClickHouse;

constexpr const char* kConfig = "homeassistant/device/kitchen/config";
constexpr const char* kState = "home_assistant/kitchen/state";
constexpr const char* kClosed =
    R"({"position":0,"target":0,"moving":false,"cause":"control","reason":"cool outside"})";

class HomeAssistantDevices : public ::testing::Test {
 protected:
  void SetUp() override {
    if (!TestClickHouse::available()) GTEST_SKIP() << "the embedded ClickHouse is not installed";
    database.emplace();
    hub.emplace(broker, *database);
  }

  // A window that was heard of, with what Home Assistant is told of it.
  void introduce_kitchen(MqttPeer& device) {
    device.publish("window/kitchen/state", kClosed, {.retain = runtime::Retain::yes});
    device.publish("sensor/kitchen/temperature", "21.4");
    device.publish("sensor/kitchen/humidity", "50");
    device.publish("sensor/kitchen/sound_volume", "40");
  }
  // The next state of the kitchen for which `holds`.
  static json state_where(MqttPeer& home_assistant, const std::function<bool(const json&)>& holds) {
    while (const auto said = home_assistant.next_on(kState)) {
      json state = json::parse(said->payload, nullptr, false);
      if (holds(state)) return state;
    }
    return {};
  }
  std::string sql(const std::string& query) {
    auto answer = database->client(DatabaseUser::reader).query(query);
    return answer ? *answer : answer.error().message;
  }

  TestBroker broker;
  std::optional<TestClickHouse> database;
  std::optional<HubProcess> hub;
};

TEST_F(HomeAssistantDevices, AreIntroducedAndSayHowTheyAre) {
  MqttPeer device{broker.settings("kitchen")};
  introduce_kitchen(device);
  MqttPeer home_assistant{broker.settings("ha"), {"homeassistant/#", kState}};
  const json state = state_where(home_assistant, [](const json& each) {
    return each.value("temperature", 0.0) == 21.4 && each.value("sound_volume", 0.0) == 40;
  });
  EXPECT_EQ(state["position"], 0) << hub->log();
  EXPECT_EQ(state["window"], "closed");
  EXPECT_EQ(state["reason"], "cool outside");
  EXPECT_EQ(state["availability"], "online");
  MqttPeer late{broker.settings("ha-2"), {kConfig}};
  const auto config = late.next_on(kConfig);
  ASSERT_TRUE(config);
  EXPECT_EQ(config->retained, runtime::Retain::yes);
  EXPECT_TRUE(json::parse(config->payload)["components"].contains("sound_volume"));
}

TEST_F(HomeAssistantDevices, ArePublishedAgainWhenHomeAssistantStarts) {
  MqttPeer device{broker.settings("kitchen")};
  introduce_kitchen(device);
  MqttPeer home_assistant{broker.settings("ha"), {kConfig, kState}};
  ASSERT_FALSE(state_where(home_assistant, [](const json& each) {
                 return each.value("sound_volume", 0.0) == 40;
               }).is_null());
  while (home_assistant.next(500ms)) continue;
  home_assistant.publish("homeassistant/status", "online");
  EXPECT_TRUE(home_assistant.next_on(kConfig));
}

TEST_F(HomeAssistantDevices, MoveAsAPersonsHandWhichIsRememberedAsAnExample) {
  MqttPeer device{broker.settings("kitchen"), {"window/kitchen/set"}};
  introduce_kitchen(device);
  MqttPeer home_assistant{broker.settings("ha"), {kState}};
  ASSERT_FALSE(state_where(home_assistant, [](const json& each) {
                 return each.value("sound_volume", 0.0) == 40;
               }).is_null());
  home_assistant.publish("home_assistant/kitchen/set", "55");
  const auto told = device.next_on("window/kitchen/set");
  ASSERT_TRUE(told);
  EXPECT_EQ(told->payload, R"({"position":55,"hold_s":7200})");
  device.publish("window/kitchen/state",
                 R"({"position":55,"target":55,"moving":false,"cause":"person","hold_s":7200})",
                 {.retain = runtime::Retain::yes});
  const json held =
      state_where(home_assistant, [](const json& each) { return each["position"] == 55; });
  EXPECT_EQ(held["automatic"], "off");
  EXPECT_EQ(held["hold"], "2 hours");
  EXPECT_EQ(held["why"]["cause"], "person");
  hub->stop();  // what was not taken back by then was meant
  hub->start();
  EXPECT_TRUE(eventually([this] {
    return sql("SELECT device, position, hold_s, asked_by FROM luft.wishes") ==
           "kitchen\t55\t7200\thome assistant\n";
  })) << sql("SELECT * FROM luft.wishes");
}

TEST_F(HomeAssistantDevices, ArePausedAltogetherByTheHousesSwitch) {
  constexpr const char* kHouse = "home_assistant/_house/state";
  MqttPeer device{broker.settings("kitchen"), {"window/kitchen/set"}};
  introduce_kitchen(device);
  MqttPeer home_assistant{broker.settings("ha"), {kHouse}};
  const auto airing = home_assistant.next_on(kHouse);
  ASSERT_TRUE(airing) << hub->log();
  EXPECT_EQ(airing->payload, R"({"airing":"on"})");
  home_assistant.publish("home_assistant/_house/set", "paused");
  const auto told = device.next_on("window/kitchen/set");
  ASSERT_TRUE(told);
  EXPECT_EQ(told->payload, R"({"position":0,"hold_s":604800})");
  device.publish("window/kitchen/state",
                 R"({"position":0,"target":0,"moving":false,"cause":"person","hold_s":604800})",
                 {.retain = runtime::Retain::yes});
  const auto paused = home_assistant.next_on(kHouse);
  ASSERT_TRUE(paused);
  EXPECT_EQ(paused->payload, R"({"airing":"paused"})");
}

TEST_F(HomeAssistantDevices, LeaveNothingBehindWhereDiscoveryIsTurnedOff) {
  MqttPeer device{broker.settings("kitchen")};
  introduce_kitchen(device);
  MqttPeer home_assistant{broker.settings("ha"), {kConfig}};
  ASSERT_TRUE(home_assistant.next_on(kConfig));
  hub->stop();
  HubProcess without{broker, *database, {{"LUFT_HOME_ASSISTANT_DISCOVERY", "off"}}};
  for (auto said = home_assistant.next_on(kConfig);; said = home_assistant.next_on(kConfig)) {
    ASSERT_TRUE(said) << "it was not taken back";
    if (said->payload.empty()) break;
  }
  MqttPeer late{broker.settings("ha-2"), {"homeassistant/#", kState}};
  EXPECT_FALSE(late.next(500ms));
}

}  // namespace
}  // namespace luft::hub::testing
