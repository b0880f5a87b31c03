#include "hub/foreign/sources.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "hub/foreign/golden_file.h"

namespace luft::hub {
namespace {

using contract::Metric;
using ::testing::ElementsAre;
using ::testing::SizeIs;

struct Taken {
  std::vector<ForeignReading> readings;
  std::size_t refused = 0;
};

Taken take(const std::vector<runtime::SourceSettings>& settings, const std::string& topic,
           const std::string& payload) {
  Taken taken;
  taken.refused = Sources{settings}.take(topic, ForeignPayload{payload}, taken.readings);
  return taken;
}

runtime::SourceSettings source(const std::string& pointer, Metric metric,
                               const std::string& unit = "") {
  return {.topic = "zigbee2mqtt/Living room",
          .pointer = pointer,
          .device = "living",
          .metric = metric,
          .unit = unit};
}

TEST(Sources, MakeReadingsOfAZigbeeThermometersMessage) {
  const auto [readings, refused] =
      take({source("/temperature", Metric::temperature), source("/humidity", Metric::humidity),
            source("/pressure", Metric::pressure)},
           "zigbee2mqtt/Living room", golden("zigbee2mqtt_thermometer.json"));
  EXPECT_EQ(refused, 0U);
  ASSERT_THAT(readings, SizeIs(3));
  EXPECT_EQ(readings[0].device.view(), "living");
  EXPECT_EQ(readings[0].metric, Metric::temperature);
  EXPECT_EQ(readings[0].value, 22.4);
  EXPECT_EQ(readings[1].value, 58.5);
  EXPECT_EQ(readings[2].value, 1001.8);
}

TEST(Sources, ScaleFirstAndThenConvertTheUnit) {
  auto fahrenheit = source("", Metric::temperature, "°F");
  EXPECT_EQ(take({fahrenheit}, fahrenheit.topic, "71.6").readings[0].value, 22);
  fahrenheit.factor = 0.1;
  fahrenheit.offset = -1.4;  // its sensor reads too high
  EXPECT_EQ(take({fahrenheit}, fahrenheit.topic, "730").readings[0].value, 22);
  const auto wind = source("", Metric::wind_speed, "km/h");
  EXPECT_EQ(take({wind}, wind.topic, "50").readings[0].value, 13.8889);
}

TEST(Sources, CountWhatIsTooLargeToBeScaled) {
  const auto [readings, refused] =
      take({source("", Metric::rain)}, "zigbee2mqtt/Living room", "1e308");
  EXPECT_THAT(readings, SizeIs(0));
  EXPECT_EQ(refused, 1U);
}

TEST(Sources, LetPassWhatIsAbsentAndCountWhatIsNoNumber) {
  const std::vector settings{source("/temperature", Metric::temperature)};
  const std::string topic = settings[0].topic;
  const Taken absent = take(settings, topic, golden("zigbee2mqtt_contact.json"));
  EXPECT_THAT(absent.readings, SizeIs(0));
  EXPECT_EQ(absent.refused, 0U);
  EXPECT_EQ(take(settings, topic, "{\"temperature\":\"unavailable\"}").refused, 1U);
  EXPECT_EQ(take(settings, "zigbee2mqtt/Other", "1").refused, 0U);
}

TEST(Sources, NameEachTopicOnce) {
  const Sources sources{std::vector{source("/a", Metric::co2), source("/b", Metric::humidity)}};
  EXPECT_THAT(sources.topics(), ElementsAre("zigbee2mqtt/Living room"));
}

}  // namespace
}  // namespace luft::hub
