// The parts of a virtual device that need no broker: microphone, room, memory.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>

#include "contract/device_id.h"
#include "firmware/core/sound_window.h"
#include "firmware/host/boot_file.h"
#include "firmware/host/virtual_homes.h"
#include "firmware/host/virtual_microphone.h"
#include "firmware/host/virtual_room.h"
#include "firmware/host/virtual_signal.h"
#include "runtime/testing/temp_folder.h"

namespace luft::firmware::host {
namespace {

using contract::Metric;
using std::chrono::seconds;

// What a device measures over ten seconds in a room of this level.
double measured(double level_dba) {
  VirtualMicrophone microphone(std::make_shared<const NoiseTape>(1), 7);
  SoundWindow window({});
  std::array<std::int16_t, 256> samples{};
  for (Uptime now{}; now <= seconds{10}; now += Uptime{100}) {
    microphone.hear(level_dba, now);
    while (const std::size_t count = microphone.read(samples)) {
      window.add(std::span{samples}.first(count), now);
    }
  }
  return window.take().value_or(-1);
}

TEST(VirtualMicrophone, SoundsAsLoudAsItsRoom) {
  for (const double level_dba : {35.0, 50.0, 70.0, 100.0}) {
    EXPECT_NEAR(measured(level_dba), level_dba, 0.3);
  }
}

TEST(VirtualMicrophone, SaturatesAsARealOneDoes) {
  EXPECT_LT(measured(140), 125);
  EXPECT_TRUE(std::isfinite(measured(0)));
}

TEST(VirtualMicrophone, LosesWhatNobodyReads) {
  VirtualMicrophone microphone(std::make_shared<const NoiseTape>(1), 7);
  microphone.hear(50, seconds{60});
  std::vector<std::int16_t> samples(std::size_t{60} * 16'000);
  EXPECT_EQ(microphone.read(samples), 32'000U);
  EXPECT_EQ(microphone.read(samples), 0U);
}

TEST(VirtualSignal, IsThatOfADeviceSomewhereInAHouse) {
  std::set<double> places;
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    for (Uptime now{}; now < std::chrono::hours{1}; now += std::chrono::minutes{1}) {
      const double rssi_dbm = virtual_rssi_dbm(seed, now);
      EXPECT_GE(rssi_dbm, -80);
      EXPECT_LE(rssi_dbm, -40);
      EXPECT_EQ(rssi_dbm, std::round(rssi_dbm));
    }
    places.insert(virtual_rssi_dbm(seed, Uptime{0}));
  }
  EXPECT_GT(places.size(), 8U);  // not all in one place
}

TEST(VirtualRoom, CoolsWhenItsWindowOpensAndRunsFasterThanTheDevice) {
  const auto weather = virtual_weather(1);
  VirtualHome home = virtual_home(0, "room", 1, weather);
  VirtualRoom open(home.room, 60, 0, nullptr, 1);
  VirtualRoom closed(home.room, 60, 0, nullptr, 1);
  open.drive_to(100);
  for (VirtualRoom* room : {&open, &closed}) room->set_time(seconds{60});  // an hour
  EXPECT_LT(*open.read(Metric::temperature), *closed.read(Metric::temperature) - 1);
  EXPECT_LT(*open.read(Metric::co2), 900);
  EXPECT_GT(*open.read(Metric::sound_volume), *closed.read(Metric::sound_volume));
}

TEST(VirtualHomes, HaveNamesThatAreDeviceIds) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < 12; ++i) {
    EXPECT_TRUE(contract::parse_device_id(room_name(i, "room")));
    names.insert(room_name(i, "room"));
  }
  EXPECT_EQ(names.size(), 12U);
  EXPECT_EQ(room_name(0, "room"), "living-room");
  EXPECT_EQ(room_name(9, "flat"), "flat-0010");
}

TEST(BootFile, CountsStartsAndRemembersTheWindow) {
  const runtime::testing::TempFolder folder;
  BootFile first(folder.path(), "kitchen", {.position_pct = 20});
  const auto begun = first.begin();
  ASSERT_TRUE(begun) << begun.error();
  EXPECT_EQ(begun->boot.starts, 1U);
  EXPECT_EQ(begun->remembered.position_pct, 20);
  first.remember({.position_pct = 65, .from_pct = 20, .hold_s = 90, .moving = true});
  BootFile second(folder.path(), "kitchen", {});
  const auto again = second.begin();
  ASSERT_TRUE(again) << again.error();
  EXPECT_EQ(again->boot.starts, 2U);
  EXPECT_EQ(again->boot.origin, begun->boot.origin);
  EXPECT_EQ(again->remembered,
            (Remembered{.position_pct = 65, .from_pct = 20, .hold_s = 90, .moving = true}));
}

TEST(BootFile, NamesADamagedFileRatherThanReuseABoot) {
  const runtime::testing::TempFolder folder;
  folder.write("kitchen.boot", "garbage\n");
  BootFile file(folder.path(), "kitchen", {});
  EXPECT_THAT(file.begin().error(), ::testing::HasSubstr("kitchen.boot is damaged"));
}

TEST(BootFile, IsANewDeviceEachTimeWithoutAFolder) {
  BootFile one("", "kitchen", {});
  BootFile other("", "kitchen", {});
  EXPECT_NE(one.begin()->boot.origin, other.begin()->boot.origin);
}

}  // namespace
}  // namespace luft::firmware::host
