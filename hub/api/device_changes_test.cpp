#include "hub/api/device_changes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::hub::api {
namespace {

using contract::Metric;
using testing::HasSubstr;

TEST(DeviceChanges, NullTakesBackAndWhatIsNotThereStays) {
  const auto patch =
      parse_metadata_patch(R"({"name":"Kitchen","room":null,"labels":{"floor":"2","side":null}})");
  ASSERT_TRUE(patch) << patch.error();
  EXPECT_EQ(patch->name, std::optional<std::string>{"Kitchen"});
  ASSERT_TRUE(patch->room);
  EXPECT_FALSE(*patch->room);
  EXPECT_FALSE(patch->role);
  EXPECT_EQ(patch->labels.at("floor"), "2");
  EXPECT_FALSE(patch->labels.at("side"));
}

TEST(DeviceChanges, TriggerSettingsHaveTheRangesOfLuftYaml) {
  const auto patch = parse_metadata_patch(
      R"({"trigger":{"temperature_c":0.5,"longest_interval_s":600,"co2_ppm":null}})");
  ASSERT_TRUE(patch) << patch.error();
  EXPECT_EQ(patch->trigger[0], std::optional<double>{0.5});
  EXPECT_EQ(patch->trigger[5], std::optional<double>{600});
  ASSERT_TRUE(patch->trigger[3]);
  EXPECT_FALSE(*patch->trigger[3]);
  const auto too_much = parse_metadata_patch(R"({"trigger":{"temperature_c":51}})");
  ASSERT_FALSE(too_much);
  EXPECT_THAT(too_much.error(), HasSubstr("trigger.temperature_c: \"51\" is not a number from"));
  EXPECT_FALSE(parse_metadata_patch(R"({"trigger":{"shortest_interval_s":1.5}})"));
}

TEST(DeviceChanges, WhatNobodyKnowsIsRefusedByName) {
  for (const auto* body : {"", "[]", R"({"colour":"red"})", R"({"role":"garden"})", R"({"name":7})",
                           R"({"labels":{"":"x"}})", R"({"labels":{"x":1}})",
                           R"({"trigger":{"temp":1}})", R"({"name":"a\nb"})"}) {
    EXPECT_FALSE(parse_metadata_patch(body)) << body;
  }
  EXPECT_THAT(parse_metadata_patch(R"({"colour":"red"})").error(), HasSubstr("device.colour"));
}

TEST(DeviceChanges, AConfigIsReadAndWhatNobodyKnowsIsRefused) {
  const auto config = parse_config_wish(
      R"({"version":9,"metrics":{"temperature":{"interval_s":30}},"window":{"strict":true}})");
  ASSERT_TRUE(config) << config.error();
  EXPECT_EQ(config->version, 0U);  // the hub gives it
  EXPECT_EQ(config->of(Metric::temperature).interval_s, 30U);
  EXPECT_EQ(config->window.strict, true);
  for (const auto* body : {"7", R"({"metric":{}})", R"({"metrics":{"radiation":{}}})",
                           R"({"metrics":7})", R"({"metrics":{"co2":{"interval":1}}})",
                           R"({"metrics":{"co2":{"interval_s":0}}})", R"({"window":{"rest":1}})"}) {
    EXPECT_FALSE(parse_config_wish(body)) << body;
  }
}

// 64 KB, the longest body, of brackets: the library copies and writes by recursion.
TEST(DeviceChanges, RefuseNestingThatWouldOverflowTheStack) {
  const std::string deep = std::string(32'000, '[') + std::string(32'000, ']');
  EXPECT_FALSE(parse_config_wish(R"({"metrics":{"co2":{"interval_s":)" + deep + "}}}"));
  EXPECT_FALSE(parse_metadata_patch(R"({"labels":)" + deep + "}"));
}

TEST(DeviceChanges, AConfigIsInForceOnceTheDeviceSaysSo) {
  Device device;
  EXPECT_EQ(config_json(device), R"({"desired":null,"reported":null,"in_force":false})");
  Configuration configuration;
  configuration.desired.version = 2;
  configuration.desired.window.rest_s = 90;
  configuration.reported.emplace().in_force.version = 1;
  device.configuration = std::make_shared<const Configuration>(configuration);
  EXPECT_EQ(config_json(device),
            R"({"desired":{"version":2,"window":{"rest_s":90}},"reported":{"version":1},)"
            R"("in_force":false})");
  configuration.reported->in_force = configuration.desired;
  device.configuration = std::make_shared<const Configuration>(configuration);
  EXPECT_THAT(config_json(device), HasSubstr(R"("in_force":true)"));
}

}  // namespace
}  // namespace luft::hub::api
