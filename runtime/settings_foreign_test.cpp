// The lists `sources:` and `covers:` of luft.yaml.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/settings.h"

namespace luft::runtime {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;

auto problem(const std::string& where, const std::string& what) {
  return AllOf(Field(&SettingsProblem::where, where),
               Field(&SettingsProblem::what, HasSubstr(what)));
}

std::vector<SettingsProblem> problems_of(std::string_view yaml) {
  const auto settings = read_settings(yaml, "luft.yaml", {});
  return settings ? std::vector<SettingsProblem>{} : settings.error();
}

TEST(SourceSettings, ComeFromTheFile) {
  const auto settings = read_settings(R"(
sources:
  - topic: zigbee2mqtt/Living room
    pointer: /temperature
    device: living-sensor
    metric: temperature
    unit: °F
  - {topic: weather/rain, device: balcony, metric: rain, factor: 2.5, offset: -1}
)",
                                      "luft.yaml", {});
  ASSERT_TRUE(settings) << settings.error().front().what;
  ASSERT_THAT(settings->sources, SizeIs(2));
  const SourceSettings& first = settings->sources[0];
  EXPECT_EQ(first.topic, "zigbee2mqtt/Living room");
  EXPECT_EQ(first.pointer, "/temperature");
  EXPECT_EQ(first.device, "living-sensor");
  EXPECT_EQ(first.metric, contract::Metric::temperature);
  EXPECT_EQ(first.unit, "°F");
  EXPECT_EQ(settings->sources[1].pointer, "");
  EXPECT_EQ(settings->sources[1].factor, 2.5);
  EXPECT_EQ(settings->sources[1].offset, -1);
}

TEST(SourceSettings, AreRefusedWithTheirLineAndWhatIsAllowed) {
  EXPECT_THAT(problems_of(R"(sources:
  - topic: zigbee2mqtt/+
    pointer: temperature
    device: Living
    metric: temperatur
    factor: many
    units: C
)"),
              ElementsAre(problem("luft.yaml:2", "without wildcards"),
                          problem("luft.yaml:3", "not a JSON pointer"),
                          problem("luft.yaml:4", "\"Living\" is not a device id"),
                          problem("luft.yaml:5", "did you mean temperature?"),
                          problem("luft.yaml:6", "a number from -1000000 to 1000000"),
                          problem("luft.yaml:7", "did you mean unit?")));
  EXPECT_THAT(problems_of("sources: 1"), ElementsAre(problem("luft.yaml:1", "must be a list")));
  EXPECT_THAT(problems_of("sources:\n  - a\n"), ElementsAre(problem("luft.yaml:2", "a map of")));
  EXPECT_THAT(
      problems_of("sources:\n  - pointer: /a\n"),
      ElementsAre(problem("luft.yaml:2", "needs topic"), problem("luft.yaml:2", "needs device"),
                  problem("luft.yaml:2", "needs metric")));
}

TEST(SourceSettings, MustNotFeedOnLuftsOwnTopicsNorFeedOneMetricTwice) {
  EXPECT_THAT(
      problems_of("sources:\n  - {topic: sensor/a/temperature, device: a, metric: temperature}\n"),
      ElementsAre(problem("luft.yaml:2", "not Luft's own")));
  EXPECT_THAT(problems_of("sources:\n"
                          "  - {topic: x, device: a, metric: co2}\n"
                          "  - {topic: y, device: a, metric: co2}\n"),
              ElementsAre(problem("luft.yaml:3", "co2 of device a has a source already")));
}

TEST(SourceSettings, NameTheUnitsThatTheirMetricHas) {
  EXPECT_THAT(problems_of("sources:\n  - {topic: x, device: a, metric: wind_speed, unit: bft}\n"),
              ElementsAre(problem("luft.yaml:2", "m/s, km/h, mph, kn")));
}

TEST(CoverSettings, ComeFromTheFile) {
  const auto settings = read_settings(R"(
covers:
  - device: bath-window
    set_position: {topic: shelly/command/cover:0, payload: "pos,{position}"}
    stop: {topic: shelly/command/cover:0, payload: stop}
    state: {topic: shelly/status/cover:0, pointer: /current_pos}
    inverted: true
    travel_s: 45
  - device: shed
    open: {topic: shed/set, payload: "OPEN"}
    close: {topic: shed/set, payload: "CLOSE"}
)",
                                      "luft.yaml", {});
  ASSERT_TRUE(settings) << settings.error().front().what;
  ASSERT_THAT(settings->covers, SizeIs(2));
  const CoverSettings& bath = settings->covers[0];
  EXPECT_EQ(bath.device, "bath-window");
  EXPECT_EQ(bath.set_position.payload, "pos,{position}");
  EXPECT_EQ(bath.stop.topic, "shelly/command/cover:0");
  EXPECT_EQ(bath.state_pointer, "/current_pos");
  EXPECT_TRUE(bath.inverted);
  EXPECT_EQ(bath.travel, std::chrono::seconds{45});
  EXPECT_EQ(settings->covers[1].open.payload, "OPEN");
  EXPECT_EQ(settings->covers[1].state_topic, "");
}

TEST(CoverSettings, AreRefusedWithTheirLineAndWhatIsAllowed) {
  EXPECT_THAT(problems_of(R"(covers:
  - device: a
    set_position: {topic: x, payload: "go"}
    inverted: maybe
    travel_s: 0
    opne: 1
  - device: b
    open: {topic: x, payload: "OPEN"}
  - device: c
    set_position: {topic: x}
    state: {pointer: /a}
)"),
              ElementsAre(problem("luft.yaml:3", "must hold {position}"),
                          problem("luft.yaml:4", "true or false"),
                          problem("luft.yaml:5", "a number from 1 to 600"),
                          problem("luft.yaml:6", "did you mean open?"),
                          problem("luft.yaml:7", "set_position, or both open and close"),
                          problem("luft.yaml:10", "needs payload"),
                          problem("luft.yaml:11", "needs topic")));
}

TEST(CoverSettings, HaveOneCoverADevice) {
  EXPECT_THAT(problems_of("covers:\n"
                          "  - {device: a, set_position: {topic: x, payload: '{position}'}}\n"
                          "  - {device: a, set_position: {topic: y, payload: '{position}'}}\n"),
              ElementsAre(problem("luft.yaml:3", "device a has a cover already")));
}

}  // namespace
}  // namespace luft::runtime
