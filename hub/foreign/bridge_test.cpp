#include "hub/foreign/bridge.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hub/foreign/golden_file.h"

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using contract::Metric;
using contract::Retain;
using ::testing::Contains;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::IsSupersetOf;
using ::testing::Not;
using ::testing::SizeIs;

runtime::Settings home() {
  runtime::Settings settings;
  settings.site = "north";
  settings.rooms = {{.name = "Bath", .devices = {"bath", "bath-sensor"}, .outdoor = {"balcony"}}};
  settings.sources.resize(2);
  settings.sources[0].topic = "zigbee2mqtt/Bath";
  settings.sources[0].pointer = "/temperature";
  settings.sources[0].device = "bath-sensor";
  settings.sources[0].metric = Metric::temperature;
  settings.sources[1].topic = "weather/rain";
  settings.sources[1].device = "balcony";
  settings.sources[1].metric = Metric::rain;
  settings.covers = {
      {.device = "bath",
       .set_position = {.topic = "shelly/command/cover:0", .payload = "pos,{position}"},
       .open = {},
       .close = {},
       .stop = {},
       .state_topic = "shelly/status/cover:0",
       .state_pointer = "/current_pos"}};
  return settings;
}

class BridgeTest : public ::testing::Test {
 protected:
  std::vector<ForeignPublication> hears(const std::string& topic, const std::string& payload,
                                        Retain retained = Retain::no) {
    std::vector<ForeignPublication> out;
    bridge.on_message(topic, payload, retained, now, out);
    return out;
  }
  std::vector<ForeignPublication> tick() {
    std::vector<ForeignPublication> out;
    now = now + 1s;
    bridge.on_tick(now, out);
    return out;
  }

  Moment now{.wall = SystemTime{1'790'000'000'000ms}, .steady = SteadyTime{100h}};
  Bridge bridge{home()};
};

auto says(const std::string& topic, const std::string& payload) {
  return AllOf(Field(&ForeignPublication::topic, topic),
               Field(&ForeignPublication::payload, HasSubstr(payload)));
}

TEST_F(BridgeTest, SubscribesToTheirTopicsAsTheyAreAndToOursOfTheSite) {
  EXPECT_THAT(
      bridge.topics(),
      IsSupersetOf({"zigbee2mqtt/Bath", "weather/rain", "shelly/status/cover:0",
                    "north/window/bath/control", "north/window/bath/set", "north/window/bath/state",
                    "north/sensor/balcony/rain", "north/sensor/balcony/wind_speed",
                    "north/sensor/bath-sensor/temperature", "north/device/bath/info"}));
  EXPECT_THAT(bridge.topics(), Not(Contains("north/sensor/balcony/temperature")));
}

TEST_F(BridgeTest, ANumberOfTheirsBecomesABareReading) {
  const auto out = hears("zigbee2mqtt/Bath", golden("zigbee2mqtt_thermometer.json"));
  ASSERT_THAT(out, SizeIs(1));
  EXPECT_EQ(out[0].topic, "north/sensor/bath-sensor/temperature");
  EXPECT_EQ(out[0].payload, "22.4");
  EXPECT_EQ(out[0].retain, Retain::no);
  EXPECT_EQ(bridge.counts().readings, 1U);
}

TEST_F(BridgeTest, AKeptNumberIsNoNews) {
  EXPECT_THAT(hears("zigbee2mqtt/Bath", golden("zigbee2mqtt_thermometer.json"), Retain::yes),
              IsEmpty());
}

TEST_F(BridgeTest, WhatIsNoNumberIsCounted) {
  EXPECT_THAT(hears("weather/rain", "unavailable"), IsEmpty());
  EXPECT_EQ(bridge.counts().refused, 1U);
}

TEST_F(BridgeTest, ACoversReportBecomesARetainedWindowState) {
  const auto out = hears("shelly/status/cover:0", golden("shelly_gen2_cover.json"), Retain::yes);
  ASSERT_THAT(out, SizeIs(1));
  EXPECT_EQ(out[0].topic, "north/window/bath/state");
  EXPECT_THAT(out[0].payload, HasSubstr("\"position\":100"));
  EXPECT_EQ(out[0].retain, Retain::yes);
  EXPECT_THAT(hears("shelly/status/cover:0", golden("shelly_gen2_uncalibrated.json")), IsEmpty());
}

TEST_F(BridgeTest, AControlBecomesTheCoversOwnCommandWhichExpires) {
  hears("shelly/status/cover:0", "{\"current_pos\":0}");
  const auto out = hears("north/window/bath/control", "{\"position\":40,\"confidence\":0.8}");
  ASSERT_THAT(out, Contains(says("shelly/command/cover:0", "pos,40")));
  EXPECT_EQ(out[0].expiry_s, Bridge::kOrderExpiry_s);
  EXPECT_THAT(out, Contains(says("north/window/bath/state", "\"moving\":true")));
}

TEST_F(BridgeTest, RetainedCommandsAreIgnored) {
  hears("shelly/status/cover:0", "{\"current_pos\":0}");
  EXPECT_THAT(hears("north/window/bath/control", "{\"position\":40,\"confidence\":1}", Retain::yes),
              IsEmpty());
  EXPECT_THAT(hears("north/window/bath/set", "OPEN", Retain::yes), IsEmpty());
}

TEST_F(BridgeTest, RainOfTheRoomsOutdoorDeviceClosesItWhoeverMeasuresIt) {
  hears("shelly/status/cover:0", "{\"current_pos\":80}");
  EXPECT_THAT(tick(), IsEmpty());
  // Ours, identified; a source's comes the same way, as a bare number.
  hears("north/sensor/balcony/rain",
        R"({"value":1.2,"boot":7,"seq":1,"up_ms":5,"now_ms":9,"oldest":[7,1]})");
  const auto out = tick();
  EXPECT_THAT(out, Contains(says("shelly/command/cover:0", "pos,0")));
  EXPECT_THAT(out, Contains(says("north/window/bath/state", "hazard: rain")));
}

TEST_F(BridgeTest, RainThatTheBrokerKeptIsNoHazardNow) {
  hears("shelly/status/cover:0", "{\"current_pos\":80}");
  hears("north/sensor/balcony/rain", "3", Retain::yes);
  EXPECT_THAT(tick(), IsEmpty());
}

TEST_F(BridgeTest, ARefusalIsAnEventOfTheWindow) {
  hears("shelly/status/cover:0", "{\"current_pos\":0}");
  hears("north/window/bath/set", "{\"position\":50,\"hold_s\":600}");
  EXPECT_THAT(hears("north/window/bath/control", "{\"position\":0,\"confidence\":1}"),
              Contains(says("north/device/bath/event", "a person's hold has not ended")));
}

TEST_F(BridgeTest, ItsOwnEchoChangesNothing) {
  hears("north/window/bath/state",
        R"({"position":20,"target":20,"moving":false,"cause":"control"})", Retain::yes);
  hears("shelly/status/cover:0", "{\"current_pos\":20}");
  EXPECT_THAT(hears("north/window/bath/state",
                    R"({"position":90,"target":90,"moving":false,"cause":"person","hold_s":900})"),
              IsEmpty());
  EXPECT_THAT(hears("north/window/bath/state",
                    R"({"position":90,"target":90,"moving":false,"cause":"person","hold_s":900})",
                    Retain::yes),
              IsEmpty());
  EXPECT_THAT(hears("north/window/bath/control", "{\"position\":60,\"confidence\":1}"),
              Contains(says("shelly/command/cover:0", "pos,60")));
}

TEST_F(BridgeTest, IntroducesThoseThatCannotSpeakForThemselves) {
  hears("north/device/balcony/info",
        R"({"boot":7,"firmware":"0.1.0","window":false,"sensors":["rain","temperature"]})",
        Retain::yes);
  EXPECT_THAT(tick(), IsEmpty());
  bridge.on_connected(now);
  std::vector<ForeignPublication> out;
  for (int i = 0; i < 5; ++i) {
    for (auto& each : tick()) out.push_back(each);
  }
  EXPECT_THAT(out, SizeIs(2));
  EXPECT_THAT(out, Contains(says("north/device/bath/info", "\"window\":true")));
  EXPECT_THAT(out, Contains(says("north/device/bath-sensor/info", "\"temperature\"")));
  EXPECT_THAT(out, Contains(says("north/device/bath-sensor/info", "\"window\":false")));
}

TEST_F(BridgeTest, GarbageOnAnyOfItsTopicsDoesNothing) {
  for (const std::string& topic : bridge.topics()) {
    for (const char* garbage : {"", "{", "null", "[[[[[[[[1]]]]]]]]", "\xff\xfe",
                                "{\"position\":1e999}", "{\"current_pos\":{}}", "9e9"}) {
      const auto out = hears(topic, garbage);
      for (const auto& each : out) EXPECT_THAT(each.topic, HasSubstr("sensor/")) << topic;
    }
  }
}

}  // namespace
}  // namespace luft::hub
