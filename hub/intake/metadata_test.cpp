#include "hub/intake/metadata.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using testing::HasSubstr;

std::size_t trigger(std::string_view name) {
  return *TriggerOverrides::index_of(name);
}

TEST(Metadata, AChangeLeavesWhatItDoesNotName) {
  MetadataPatch name;
  name.name = "Kitchen window";
  name.labels = {{"floor", "2"}, {"side", "north"}};
  const auto named = patched({}, name, {});
  ASSERT_TRUE(named);
  MetadataPatch room;
  room.room = "Kitchen";
  room.labels = {{"side", std::nullopt}};
  const auto both = patched(*named, room, {});
  ASSERT_TRUE(both);
  EXPECT_EQ(both->name, "Kitchen window");
  EXPECT_EQ(both->room, "Kitchen");
  EXPECT_EQ(both->labels, (std::map<std::string, std::string>{{"floor", "2"}}));
  MetadataPatch back;
  back.room = std::optional<std::string>{};
  EXPECT_FALSE(patched(*both, back, {})->room);
}

TEST(Metadata, TriggerSettingsOfOneDeviceOverrideTheDefaults) {
  MetadataPatch patch;
  patch.trigger[trigger("temperature_c")] = 1.5;
  patch.trigger[trigger("request_timeout_s")] = 20;
  const auto after = patched({}, patch, {});
  ASSERT_TRUE(after);
  const auto settings = after->trigger.over({});
  EXPECT_EQ(settings.temperature_c, 1.5);
  EXPECT_EQ(settings.request_timeout, std::chrono::seconds{20});
  EXPECT_EQ(settings.humidity_pct, runtime::TriggerSettings{}.humidity_pct);
}

TEST(Metadata, RefusesAShortestIntervalAboveTheLongest) {
  MetadataPatch patch;
  patch.trigger[trigger("shortest_interval_s")] = 301;
  const auto after = patched({}, patch, {});
  ASSERT_FALSE(after);
  EXPECT_THAT(after.error(), HasSubstr("shortest_interval_s"));
}

TEST(Metadata, HasABoundForLabels) {
  MetadataPatch patch;
  for (int i = 0; i < 17; ++i) patch.labels[std::to_string(i)] = "x";
  EXPECT_FALSE(patched({}, patch, {}));
}

}  // namespace
}  // namespace luft::hub
