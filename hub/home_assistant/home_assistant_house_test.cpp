// The house in Home Assistant: one switch for all windows, which says how it is with them.
#include <nlohmann/json.hpp>

#include "hub/home_assistant/home_assistant_fixture.h"

namespace luft::hub {
namespace {

using nlohmann::json;

constexpr const char* kHouseConfig = "homeassistant/device/_house/config";
constexpr const char* kHouseState = "home_assistant/_house/state";
constexpr const char* kHouseSet = "home_assistant/_house/set";
constexpr std::uint32_t kWeek_s = 604'800;

class HomeAssistantHouseTest : public HomeAssistantTest {
 protected:
  static Device bedroom() {
    Device device = kitchen();
    device.number = 2;
    device.id = contract::DeviceId::cut("bedroom");
    return device;
  }
  static Device held(Device device, std::uint32_t hold_s) {
    device.window = window(20, hold_s);
    return device;
  }
  std::vector<std::string> house_topics() {
    std::vector<std::string> topics;
    for (const auto& each : house) topics.push_back(each.topic);
    return topics;
  }
};

TEST_F(HomeAssistantHouseTest, IsIntroducedOnceThereIsAWindowAndKeptByTheBroker) {
  tick();
  EXPECT_THAT(house, IsEmpty());
  put(kitchen());
  tick();
  EXPECT_THAT(house_topics(), ElementsAre(kHouseConfig, kHouseState));
  for (const auto& each : house) EXPECT_EQ(each.retain, Retain::yes);
  EXPECT_EQ(house[1].payload, R"({"airing":"on"})");
  tick();
  EXPECT_THAT(house, IsEmpty());
}

TEST_F(HomeAssistantHouseTest, IsPausedWhileEveryWindowThatCanBeToldIsHeld) {
  put(held(kitchen(), kWeek_s));
  put(bedroom());
  tick();
  EXPECT_EQ(house.at(1).payload, R"({"airing":"on"})");
  Device away = bedroom();
  away.online = false;
  put(away);
  tick();
  ASSERT_THAT(house_topics(), ElementsAre(kHouseState));
  EXPECT_EQ(house[0].payload, R"({"airing":"paused"})");
}

TEST_F(HomeAssistantHouseTest, AirsAgainWhenAHoldEndsByItself) {
  put(held(kitchen(), 3'000));
  tick();
  EXPECT_EQ(house.at(1).payload, R"({"airing":"paused"})");
  tick(3'001s);
  EXPECT_EQ(house.at(0).payload, R"({"airing":"on"})");
}

TEST_F(HomeAssistantHouseTest, PausesEveryWindowWhereItIsGoingAndLearnsNothingFromIt) {
  put(kitchen());
  put(bedroom());
  const auto output = hear(kHouseSet, "paused");
  ASSERT_THAT(output.publications, SizeIs(2));
  EXPECT_EQ(output.publications[0].topic, "window/kitchen/set");
  EXPECT_EQ(output.publications[1].topic, "window/bedroom/set");
  EXPECT_EQ(output.publications[1].payload, R"({"position":20,"hold_s":604800})");
  EXPECT_EQ(output.publications[1].retain, Retain::no);
  EXPECT_EQ(output.publications[1].expiry_s, HomeAssistant::kWishExpiry_s);
  EXPECT_THAT(output.wishes, IsEmpty());
}

TEST_F(HomeAssistantHouseTest, GivesEveryWindowBack) {
  put(held(kitchen(), kWeek_s));
  EXPECT_EQ(hear(kHouseSet, "on").publications.at(0).payload, "AUTO");
}

TEST_F(HomeAssistantHouseTest, RefusesOtherWordsAndWhatIsStale) {
  put(kitchen());
  EXPECT_EQ(hear(kHouseSet, "50").refused, 1U);
  EXPECT_THAT(hear(kHouseSet, "50").publications, IsEmpty());
  EXPECT_THAT(hear(kHouseSet, "paused", Retain::yes).publications, IsEmpty());
}

TEST_F(HomeAssistantHouseTest, IsSaidAgainWhenHomeAssistantStartsAndOnANewConnection) {
  put(kitchen());
  tick();
  hear("homeassistant/status", "online");
  tick(HomeAssistant::kLongestJitter);
  EXPECT_THAT(house_topics(), ElementsAre(kHouseConfig, kHouseState));
  home_assistant.on_connected();
  tick();
  EXPECT_THAT(house_topics(), ElementsAre(kHouseConfig, kHouseState));
}

TEST_F(HomeAssistantHouseTest, IsTakenBackWithItsLastWindow) {
  put(kitchen());
  tick();
  Device thermometer = kitchen();
  thermometer.has_window = false;
  thermometer.window = nullptr;
  put(thermometer);
  tick();
  ASSERT_THAT(house_topics(), ElementsAre(kHouseConfig, kHouseState));
  for (const auto& each : house) EXPECT_EQ(each.payload, "");
  put(kitchen());
  tick();
  EXPECT_THAT(house_topics(), ElementsAre(kHouseConfig, kHouseState));
}

}  // namespace
}  // namespace luft::hub
