// What Home Assistant is told. The payloads are kept in golden/home_assistant/, laid out for
// people;
// `./luft test home-assistant` shows them to Home Assistant itself.
#include "contract/home_assistant.h"

#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>

#include "contract/device_id.h"
#include "contract/home_assistant_house.h"

namespace luft::contract {
namespace {

using nlohmann::json;

json golden(const std::string& name) {
  std::ifstream file(LUFT_SOURCE_DIR "/contract/golden/home_assistant/" + name + ".json");
  return json::parse(file, nullptr, false);
}

constexpr HomeAssistantDevice kKitchen{
    .id = "kitchen",
    .name = "Kitchen window",
    .room = "Kitchen",
    .firmware = "1.2.0",
    .window = true,
    .sensors = sensor_bit(Metric::temperature) | sensor_bit(Metric::humidity) |
               sensor_bit(Metric::sound_volume) | sensor_bit(Metric::rssi)};
constexpr HomeAssistantDevice kThermometer{.id = "bath-sensor",
                                           .name = "bath-sensor",
                                           .room = "",
                                           .firmware = "",
                                           .window = false,
                                           .sensors = sensor_bit(Metric::temperature)};

HomeAssistantState held() {
  HomeAssistantState state;
  state.presence = Presence::online;
  state.readings[static_cast<std::size_t>(Metric::temperature)] = 21.4;
  state.readings[static_cast<std::size_t>(Metric::humidity)] = 48;
  WindowState window;
  window.position_pct = 29.6;
  window.target_pct = 60;
  window.moving = true;
  window.cause = MoveCause::person;
  window.hold_s = 3'500;
  window.reason = Text<kMaxReasonLength>::cut("by hand");
  state.window = window;
  WindowControl decision;
  decision.position_pct = 10;
  decision.confidence = 0.874;
  decision.low_pct = 0;
  decision.high_pct = 25;
  decision.model = Text<kMaxModelNameLength>::cut("default-1");
  decision.reason = Text<kMaxReasonLength>::cut("cool outside");
  state.decision = decision;
  return state;
}

TEST(HomeAssistantConfig, IntroducesAWindowWithItsSensors) {
  EXPECT_EQ(json::parse(home_assistant_config(kKitchen, {}, "0.1.0")), golden("window"));
}

TEST(HomeAssistantConfig, IntroducesAThermometerOfASiteUnderAnotherPrefix) {
  const HomeAssistantNames names{.prefix = "ha", .site = "campus/north"};
  EXPECT_EQ(json::parse(home_assistant_config(kThermometer, names, "0.1.0")),
            golden("thermometer_of_a_site"));
}

TEST(HomeAssistantConfig, HasRoomForADeviceThatMeasuresEverything) {
  HomeAssistantDevice everything = kKitchen;
  everything.sensors = 0x1ff;
  const std::string long_name(64, 'n');
  everything.id = "abcdefghijklmnopqrstuvwxyz-01234";
  everything.name = everything.room = long_name;
  const std::string long_site(40, 's');
  const auto config = json::parse(
      home_assistant_config(everything, {.prefix = "homeassistant", .site = long_site}, "0.1.0"));
  EXPECT_EQ(config["components"].size(), 5 + kMetricCount);
}

TEST(HomeAssistantConfig, GivesEveryEntityAnIdOfItsOwnInTheWorld) {
  const auto config = json::parse(home_assistant_config(kKitchen, {}, "0.1.0"));
  for (const auto& [key, entity] : config["components"].items()) {
    EXPECT_EQ(entity["unique_id"], "luft_kitchen_" + key);
  }
}

TEST(HomeAssistantHouse, HasASwitchForAllWindowsAndANameThatNoDeviceCanHave) {
  EXPECT_EQ(json::parse(home_assistant_house_config({}, "0.1.0")), golden("house"));
  EXPECT_EQ(json::parse(write_home_assistant_house_state(Airing::paused)),
            golden("house_state_paused"));
  EXPECT_FALSE(parse_device_id(kHomeAssistantHouse));
}

TEST(HomeAssistantHouse, IsTheSitesOwn) {
  const auto config = json::parse(home_assistant_house_config({.site = "campus/north"}, "0.1.0"));
  EXPECT_EQ(config["device"]["identifiers"][0], "luft_campus_north__house");
  EXPECT_EQ(config["components"]["airing"]["command_topic"],
            "campus/north/home_assistant/_house/set");
  EXPECT_EQ(config["availability_topic"], "campus/north/hub/status");
}

TEST(HomeAssistantHouse, UnderstandsWhatTheSwitchSendsAndNothingElse) {
  EXPECT_EQ(parse_airing("on"), Airing::on);
  EXPECT_EQ(parse_airing("paused"), Airing::paused);
  for (const auto* payload : {"", "off", "ON", "true", "{}"}) {
    EXPECT_FALSE(parse_airing(payload)) << payload;
  }
}

TEST(HomeAssistantTopics, AreUnderTheSiteAndFitHomeAssistantsPattern) {
  const auto topics = home_assistant_topics({.prefix = "ha", .site = "campus/nörth"}, "kitchen");
  EXPECT_EQ(topics.state, "campus/nörth/home_assistant/kitchen/state");
  EXPECT_EQ(topics.set, "campus/nörth/home_assistant/kitchen/set");
  EXPECT_TRUE(std::regex_match(topics.config, std::regex("ha/device/[a-zA-Z0-9_-]+/config")));
  EXPECT_EQ(home_assistant_topics({}, "kitchen").config, "homeassistant/device/kitchen/config");
}

TEST(HomeAssistantState, TellsAHeldWindowThatMoves) {
  EXPECT_EQ(json::parse(write_home_assistant_state(held())), golden("state_held"));
}

TEST(HomeAssistantState, LeavesOpenWhatNobodySaid) {
  EXPECT_EQ(json::parse(write_home_assistant_state({})), golden("state_unknown"));
}

TEST(HomeAssistantState, FitsHoweverLongReasonsAre) {
  HomeAssistantState state = held();
  const std::string quotes(kMaxReasonLength, '\x01');
  state.window->reason = state.decision->reason = Text<kMaxReasonLength>::cut(quotes);
  EXPECT_TRUE(json::accept(write_home_assistant_state(state)));
}

TEST(HomeAssistantHold, IsTheShortestOneOfferedThatLastsAsLong) {
  EXPECT_EQ(home_assistant_hold(0), "automatic");
  EXPECT_EQ(home_assistant_hold(1), "15 minutes");
  EXPECT_EQ(home_assistant_hold(3'600), "1 hour");
  EXPECT_EQ(home_assistant_hold(3'601), "2 hours");
  EXPECT_EQ(home_assistant_hold(kMaxHoldSeconds), "1 week");
}

}  // namespace
}  // namespace luft::contract
