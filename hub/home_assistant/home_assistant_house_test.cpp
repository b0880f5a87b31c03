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

TEST_F(HomeAssistantHouseTest, SaysWhetherTheHubHasPausedAllWindowsWhateverIsHeld) {
  put(held(kitchen(), kWeek_s));
  tick();
  EXPECT_EQ(house.at(1).payload, R"({"airing":"on"})");
  devices.pause = std::make_shared<const Pause>();
  tick();
  ASSERT_THAT(house_topics(), ElementsAre(kHouseState));
  EXPECT_EQ(house[0].payload, R"({"airing":"paused"})");
  devices.pause = nullptr;
  tick();
  EXPECT_EQ(house.at(0).payload, R"({"airing":"on"})");
}

TEST_F(HomeAssistantHouseTest, PassesOnWhatAPersonAsksForAllWindowsAndLearnsNothingFromIt) {
  put(kitchen());
  const auto output = hear(kHouseSet, "paused");
  EXPECT_EQ(output.airing, contract::Airing::paused);
  EXPECT_THAT(output.publications, IsEmpty());
  EXPECT_THAT(output.wishes, IsEmpty());
  EXPECT_EQ(hear(kHouseSet, "on").airing, contract::Airing::on);
}

TEST_F(HomeAssistantHouseTest, RefusesOtherWordsAndWhatIsStale) {
  put(kitchen());
  EXPECT_EQ(hear(kHouseSet, "50").refused, 1U);
  EXPECT_EQ(hear(kHouseSet, "50").airing, std::nullopt);
  EXPECT_EQ(hear(kHouseSet, "paused", Retain::yes).airing, std::nullopt);
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
