// A picture of many devices is made from the one before without touching what stayed as it was.
#include "hub/devices_shown.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace luft::hub {
namespace {

DevicesShown::Entry device(DeviceNumber number) {
  Device made;
  made.number = number;
  return std::make_shared<const Device>(made);
}

DevicesShown so_many(DeviceNumber count) {
  std::vector<DevicesShown::Entry> all;
  all.reserve(count);
  for (DeviceNumber number = 0; number < count; ++number) all.push_back(device(number));
  DevicesShown devices;
  devices.put_all(all);
  return devices;
}

TEST(DevicesShown, AreInTheOrderOfTheirNumbersHoweverMany) {
  for (const DeviceNumber count : {0U, 1U, 255U, 256U, 257U, 1'000U}) {
    const DevicesShown devices = so_many(count);
    EXPECT_EQ(devices.size(), count);
    DeviceNumber next = 0;
    for (const auto& each : devices) EXPECT_EQ(each->number, next++);
    EXPECT_EQ(next, count);
  }
}

TEST(DevicesShown, StayInThePicturesBeforeAsTheyWere) {
  const DevicesShown before = so_many(600);
  DevicesShown after = before;
  after.put_all({device(3), device(600), device(599)});
  EXPECT_EQ(before.size(), 600U);
  EXPECT_EQ(after.size(), 601U);
  for (DeviceNumber number = 0; number < 600; ++number) {
    const bool changed = number == 3 || number == 599;
    EXPECT_EQ(before[number] != after[number], changed) << number;
  }
}

TEST(DevicesShown, AreFoundByAlgorithms) {
  const DevicesShown devices = so_many(300);
  const auto found =
      std::ranges::find_if(devices, [](const auto& each) { return each->number == 299; });
  ASSERT_NE(found, devices.end());
  EXPECT_EQ(*found, devices[299]);
}

}  // namespace
}  // namespace luft::hub
