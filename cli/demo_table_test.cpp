// The table shows what is known, says where nothing is, and keeps to its width.
#include "cli/demo_table.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace luft::cli {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

std::size_t columns(const std::string& text) {
  return static_cast<std::size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xC0) != 0x80; }));
}

DeviceView kitchen() {
  DeviceView device;
  device.id = "kitchen";
  device.readings = {{"temperature", 23.44}, {"humidity", 48}, {"sound_volume", 41.2}};
  device.position_pct = 42;
  device.confidence = 0.82;
  device.reason = "warm inside, cool outside";
  return device;
}

TEST(DemoTable, ShowsMeasurementsWindowConfidenceAndWhy) {
  const auto lines = demo_table({kitchen()}, 100);
  ASSERT_THAT(lines, SizeIs(2));
  for (const char* shown : {"kitchen", "23.4 °C", "48.0 %", "41.2 dB", "42 %", "82 %", "cool"}) {
    EXPECT_THAT(lines[1], HasSubstr(shown));
  }
}

TEST(DemoTable, SaysThatNothingIsKnownYet) {
  DeviceView fresh;
  fresh.id = "bedroom";
  EXPECT_THAT(demo_table({fresh}, 100)[1], HasSubstr("bedroom        –         –"));
}

TEST(DemoTable, KeepsToItsWidth) {
  auto talkative = kitchen();
  talkative.reason = std::string(300, 'x');
  for (const std::size_t width : {40, 60, 80, 200}) {
    for (const auto& line : demo_table({talkative}, width)) EXPECT_LE(columns(line), width);
  }
}

TEST(DemoTable, CutsBetweenCharactersNotWithinThem) {
  EXPECT_EQ(fitted("°°°°", 3), "°°…");
  EXPECT_EQ(fitted("°°°", 3), "°°°");
}

TEST(DemoTable, DrawsTheWindowFromShutToOpen) {
  EXPECT_EQ(bar(0), "░░░░░░░░");
  EXPECT_EQ(bar(50), "▓▓▓▓░░░░");
  EXPECT_EQ(bar(100), "▓▓▓▓▓▓▓▓");
  EXPECT_EQ(bar(250), "▓▓▓▓▓▓▓▓");
}

}  // namespace
}  // namespace luft::cli
