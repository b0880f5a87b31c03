// What Home Assistant is told of devices, and what it may do with them.
#include <nlohmann/json.hpp>

#include "hub/home_assistant/device_view.h"
#include "hub/home_assistant/home_assistant_fixture.h"

namespace luft::hub {
namespace {

using nlohmann::json;

TEST_F(HomeAssistantTest, IntroducesADeviceAndSaysHowItIsBothKeptByTheBroker) {
  put(kitchen());
  const auto said = tick();
  ASSERT_THAT(said, SizeIs(2));
  EXPECT_EQ(said[0].topic, kConfig);
  EXPECT_EQ(said[1].topic, kState);
  EXPECT_EQ(json::parse(said[1].payload)["position"], 20);
  for (const auto& each : said) EXPECT_EQ(each.retain, Retain::yes);
  EXPECT_THAT(tick(), IsEmpty());
}

TEST_F(HomeAssistantTest, SaysNothingBeforeItIsKnownWhichDevicesThereAre) {
  hear(kConfig, R"({"state_topic":"home_assistant/kitchen/state"})", Retain::yes);
  EXPECT_THAT(tick(), IsEmpty());
}

TEST_F(HomeAssistantTest, ShowsNoRecordingAndNothingThatNeitherMovesNorMeasures) {
  Device recorded = kitchen();
  recorded.recorded = true;
  put(recorded);
  Device idle;
  idle.number = 2;
  idle.id = contract::DeviceId::cut("idle");
  put(idle);
  EXPECT_THAT(tick(), IsEmpty());
}

TEST_F(HomeAssistantTest, SaysAMovementAtOnceAndReadingsRarely) {
  put(kitchen());
  tick();
  Device moved = kitchen();
  moved.window = window(60, 0);
  put(moved);
  EXPECT_THAT(topics_after(250ms), ElementsAre(kState));
  Device warmer = moved;
  warmer.readings.put(contract::Metric::temperature, {.value = 22.5, .time = now.wall});
  warmer.last_seen = now.wall;
  put(warmer);
  EXPECT_THAT(topics_after(1s), IsEmpty());
  EXPECT_THAT(topics_after(10s), ElementsAre(kState));
}

TEST_F(HomeAssistantTest, SaysThatAHoldEndedEvenWhenTheWindowSaysNothing) {
  Device device = kitchen();
  device.window = window(20, 3'000);
  put(device);
  EXPECT_EQ(json::parse(tick()[1].payload)["hold"], "1 hour");
  EXPECT_THAT(topics_after(1'000s), IsEmpty());
  const auto said = tick(2'000s);
  ASSERT_THAT(said, SizeIs(1));
  EXPECT_EQ(json::parse(said[0].payload)["automatic"], "on");
}

TEST_F(HomeAssistantTest, IntroducesADeviceAgainWhenItIsRenamed) {
  put(kitchen());
  tick();
  Device renamed = kitchen();
  Metadata said;
  said.name = "Big window";
  renamed.said = std::make_shared<const Metadata>(said);
  put(renamed);
  const auto published = tick(11s);
  ASSERT_THAT(published, SizeIs(1));
  EXPECT_EQ(json::parse(published[0].payload)["device"]["name"], "Big window");
}

TEST_F(HomeAssistantTest, SaysAllAgainWithJitterWhenHomeAssistantStarts) {
  for (DeviceNumber i = 1; i <= 20; ++i) {
    Device device = kitchen();
    device.number = i;
    device.id = contract::DeviceId::cut("window-" + std::to_string(i));
    put(device);
  }
  tick();
  hear("homeassistant/status", "online");
  std::size_t first = tick(1s).size();
  std::size_t all = first;
  for (int i = 0; i < 5; ++i) all += tick(1s).size();
  EXPECT_LT(first, 15U);
  EXPECT_EQ(all, 20U);  // introductions: states have not changed and are kept by the broker
}

TEST_F(HomeAssistantTest, SaysAllAgainOnANewConnection) {
  put(kitchen());
  tick();
  home_assistant.on_connected();
  EXPECT_THAT(topics_after(250ms), ElementsAre(kConfig, kState));
}

TEST_F(HomeAssistantTest, TakesBackWhatTheBrokerKeepsOfADeviceThatIsGone) {
  put(kitchen());
  const std::string theirs = R"({"state_topic":"zigbee2mqtt/lamp"})";
  hear("homeassistant/device/old/config", R"({"state_topic":"home_assistant/old/state"})",
       Retain::yes);
  hear("homeassistant/device/lamp/config", theirs, Retain::yes);
  hear("homeassistant/device/odd/config", R"({"state_topic":["home_assistant/odd/state"]})",
       Retain::yes);
  hear("homeassistant/device/south_old/config",
       R"({"state_topic":"south/home_assistant/old/state"})", Retain::yes);
  const auto said = tick();
  ASSERT_THAT(said, SizeIs(4));
  EXPECT_EQ(said[2].topic, "homeassistant/device/old/config");
  EXPECT_EQ(said[3].topic, "home_assistant/old/state");
  for (const auto& each : {said[2], said[3]}) {
    EXPECT_EQ(each.payload, "");
    EXPECT_EQ(each.retain, Retain::yes);
  }
  EXPECT_THAT(tick(), IsEmpty());
}

TEST_F(HomeAssistantTest, TakesBackADeviceThatTurnsOutToBeARecording) {
  put(kitchen());
  tick();
  Device recorded = kitchen();
  recorded.recorded = true;
  put(recorded);
  EXPECT_THAT(topics_after(250ms), ElementsAre(kConfig, kState));
}

TEST_F(HomeAssistantTest, TakesBackADeviceThatAPersonRemoved) {
  put(kitchen());
  tick();
  Device removed = kitchen();
  removed.removed = true;
  put(removed);
  const auto said = tick();
  ASSERT_THAT(said, SizeIs(2));
  EXPECT_EQ(said[0].topic, kConfig);
  EXPECT_EQ(said[1].topic, kState);
  for (const auto& each : said) {
    EXPECT_EQ(each.payload, "");
    EXPECT_EQ(each.retain, Retain::yes);
  }
  EXPECT_THAT(tick(), IsEmpty());
}

TEST_F(HomeAssistantTest, TurnedOffTakesBackEverythingOfItsOwnAndTakesNoWishes) {
  settings.home_assistant.discovery = runtime::Discovery::off;
  home_assistant = HomeAssistant{settings, "0.1.0", 1};
  EXPECT_THAT(home_assistant.topics(),
              ElementsAre("homeassistant/device/+/config", "homeassistant/status"));
  put(kitchen());
  hear("homeassistant/device/old/config", R"({"state_topic":"home_assistant/old/state"})",
       Retain::yes);
  home_assistant.on_connected();
  EXPECT_THAT(topics_after(250ms), ElementsAre(kConfig, kState, "homeassistant/device/old/config",
                                               "home_assistant/old/state"));
  EXPECT_THAT(tick(), IsEmpty());
  hear("homeassistant/status", "online");
  EXPECT_THAT(topics_after(250ms), ElementsAre(kConfig, kState));
  EXPECT_THAT(hear(kSet, "50").publications, IsEmpty());
}

TEST_F(HomeAssistantTest, PassesAPositionOnAsAPersonsHandAndRemembersIt) {
  put(kitchen());
  const auto output = hear(kSet, "55");
  ASSERT_THAT(output.publications, SizeIs(1));
  EXPECT_EQ(output.publications[0].topic, "window/kitchen/set");
  EXPECT_EQ(output.publications[0].payload, R"({"position":55,"hold_s":7200})");
  EXPECT_EQ(output.publications[0].expiry_s, HomeAssistant::kWishExpiry_s);
  EXPECT_EQ(output.publications[0].retain, Retain::no);
  ASSERT_THAT(output.wishes, SizeIs(1));
  EXPECT_EQ(output.wishes[0].asked_by, "home assistant");
  EXPECT_EQ(output.wishes[0].chosen->position_pct, 55);
}

TEST_F(HomeAssistantTest, HoldsAWindowWhereItIsGoing) {
  put(kitchen());
  const auto output = hear(kSet, R"({"hold_s":3600})");
  ASSERT_THAT(output.publications, SizeIs(1));
  EXPECT_EQ(output.publications[0].payload, R"({"position":20,"hold_s":3600})");
}

TEST_F(HomeAssistantTest, PassesStopOnAndAReleaseWhichTakesAWishBack) {
  put(kitchen());
  EXPECT_EQ(hear(kSet, "STOP").publications.at(0).payload, "STOP");
  EXPECT_EQ(hear(kSet, "AUTO").publications.at(0).payload, "AUTO");
  EXPECT_THAT(hear(kSet, "STOP").wishes, IsEmpty());
  ASSERT_THAT(hear(kSet, "AUTO").wishes, SizeIs(1));
  EXPECT_EQ(hear(kSet, "AUTO").wishes[0].chosen, std::nullopt);
}

TEST_F(HomeAssistantTest, RefusesWhatItDoesNotUnderstandWhoHasNoWindowAndWhatIsStale) {
  put(kitchen());
  Device thermometer = kitchen();
  thermometer.number = 2;
  thermometer.id = contract::DeviceId::cut("bath");
  thermometer.has_window = false;
  thermometer.window = nullptr;
  put(thermometer);
  for (const auto& [topic, payload] :
       std::vector<std::pair<std::string, std::string>>{{kSet, "half open"},
                                                        {kSet, "101"},
                                                        {kSet, R"({"hold_s":-1})"},
                                                        {"home_assistant/bath/set", "50"},
                                                        {"home_assistant/nobody/set", "50"}}) {
    const auto output = hear(topic, payload);
    EXPECT_THAT(output.publications, IsEmpty()) << topic << " " << payload;
    EXPECT_EQ(output.refused, 1U) << topic << " " << payload;
  }
  EXPECT_THAT(hear(kSet, "50", Retain::yes).publications, IsEmpty());
}

TEST_F(HomeAssistantTest, IsUnderItsSite) {
  settings.site = "campus/north";
  home_assistant = HomeAssistant{settings, "0.1.0", 1};
  EXPECT_THAT(home_assistant.topics(),
              ElementsAre("homeassistant/device/+/config", "homeassistant/status",
                          "campus/north/home_assistant/+/set"));
  put(kitchen());
  EXPECT_THAT(topics_after(250ms), ElementsAre("homeassistant/device/campus_north_kitchen/config",
                                               "campus/north/home_assistant/kitchen/state"));
  EXPECT_EQ(hear("campus/north/home_assistant/kitchen/set", "OPEN").publications.at(0).topic,
            "campus/north/window/kitchen/set");
}

constexpr std::chrono::seconds kSilentAfter{600};
constexpr SystemTime kNow{std::chrono::hours{500'000}};

TEST(DeviceView, IsOfflineWhenTheDeviceSaysSoOrIsSilent) {
  Device device;
  EXPECT_EQ(state_of(device, {}, kSilentAfter).presence, contract::Presence::online);
  device.online = false;
  EXPECT_EQ(state_of(device, {}, kSilentAfter).presence, contract::Presence::offline);
  device.online = true;
  device.active = false;
  EXPECT_EQ(state_of(device, {}, kSilentAfter).presence, contract::Presence::offline);
}

TEST(DeviceView, LeavesOutWhatASensorSaidLongAgo) {
  Device device;
  device.readings.put(contract::Metric::temperature, {.value = 21.5, .time = kNow - kSilentAfter});
  device.readings.put(contract::Metric::humidity, {.value = 48, .time = kNow - kSilentAfter - 1s});
  const auto state = state_of(device, kNow, kSilentAfter);
  EXPECT_EQ(state.readings[static_cast<std::size_t>(contract::Metric::temperature)], 21.5);
  EXPECT_EQ(state.readings[static_cast<std::size_t>(contract::Metric::humidity)], std::nullopt);
}

}  // namespace
}  // namespace luft::hub
