#include "hub/intake/registry.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using contract::DeviceId;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr SystemTime kNow{1'800'000'000'000ms};

DeviceId id(std::string_view text) {
  return DeviceId::cut(text);
}

TEST(Registry, RegistersADeviceAtItsFirstMessageOnly) {
  Registry registry{{}};
  const auto first = registry.find_or_register(id("kitchen"), kNow);
  EXPECT_TRUE(first.is_new);
  const auto again = registry.find_or_register(id("kitchen"), kNow + 1h);
  EXPECT_FALSE(again.is_new);
  EXPECT_EQ(again.number, first.number);
  EXPECT_EQ(registry[first.number].first_seen, kNow);
}

TEST(Registry, ADeviceWithoutARoomIsARoomOfItsOwn) {
  Registry registry{{}};
  const auto kitchen = registry.find_or_register(id("kitchen"), kNow).number;
  registry.find_or_register(id("bath"), kNow);
  EXPECT_THAT(registry.room_of(kitchen), ElementsAre(kitchen));
  EXPECT_THAT(registry.outdoors_of(kitchen), IsEmpty());
}

TEST(Registry, GroupsTheDevicesOfAConfiguredRoom) {
  const std::vector<runtime::RoomSettings> rooms{
      {.name = "Living room", .devices = {"shelf", "window"}, .outdoor = {"balcony"}},
      {.name = "Study", .devices = {"desk"}, .outdoor = {"balcony"}}};
  Registry registry{rooms};
  const auto balcony = registry.find_or_register(id("balcony"), kNow).number;
  const auto window = registry.find_or_register(id("window"), kNow).number;
  const auto shelf = registry.find_or_register(id("shelf"), kNow).number;
  const auto desk = registry.find_or_register(id("desk"), kNow).number;
  EXPECT_THAT(registry.room_of(shelf), ElementsAre(window, shelf));
  EXPECT_THAT(registry.room_of(balcony), IsEmpty());
  EXPECT_THAT(registry.outdoors_of(shelf), ElementsAre(balcony));
  EXPECT_THAT(registry.outdoors_of(desk), ElementsAre(balcony));
  EXPECT_EQ(registry[balcony].role, Role::outdoor);
  EXPECT_EQ(registry[shelf].room, "Living room");
}

TEST(Registry, RoomsFollowWhatPeopleSayAtOnce) {
  const std::vector<runtime::RoomSettings> rooms{
      {.name = "Living room", .devices = {"shelf", "window"}, .outdoor = {}}};
  Registry registry{rooms};
  const auto window = registry.find_or_register(id("window"), kNow).number;
  const auto shelf = registry.find_or_register(id("shelf"), kNow).number;
  const auto desk = registry.find_or_register(id("desk"), kNow).number;
  EXPECT_THAT(registry.describe(desk, {.room = "Study"}), ElementsAre(desk));
  EXPECT_THAT(registry.describe(shelf, {.room = "Study"}), ElementsAre(window, shelf, desk));
  EXPECT_THAT(registry.room_of(desk), ElementsAre(desk, shelf));
  EXPECT_THAT(registry.room_of(window), ElementsAre(window));
  EXPECT_EQ(registry[shelf].room, "Study");
  EXPECT_THAT(registry.describe(shelf, {.name = "Shelf", .room = "Study"}), IsEmpty());
  registry.describe(shelf, {});  // as luft.yaml has it
  EXPECT_THAT(registry.room_of(window), ElementsAre(window, shelf));
  registry.describe(shelf, {.room = ""});
  EXPECT_THAT(registry.room_of(shelf), ElementsAre(shelf));
}

TEST(Registry, ARoomWithoutAnOutdoorDeviceHasTheSites) {
  Registry registry{{}};
  const auto kitchen = registry.find_or_register(id("kitchen"), kNow).number;
  const auto balcony = registry.find_or_register(id("balcony"), kNow).number;
  const auto roof = registry.find_or_register(id("roof"), kNow).number;
  registry.describe(balcony, {.room = "Living", .role = Role::outdoor});
  registry.describe(roof, {.role = Role::outdoor});
  EXPECT_THAT(registry.outdoors_of(kitchen), ElementsAre(balcony, roof));
  registry.describe(kitchen, {.room = "Living"});
  EXPECT_THAT(registry.outdoors_of(kitchen), ElementsAre(balcony));
  EXPECT_THAT(registry.room_of(roof), IsEmpty());
  registry.describe(roof, {.role = Role::indoor});
  EXPECT_THAT(registry.room_of(roof), ElementsAre(roof));
}

TEST(Registry, WhatIsBeyondItsBoundHasNoDevice) {
  Registry registry{{}, 2};
  EXPECT_TRUE(registry.find_or_register(id("a"), kNow).is_new);
  EXPECT_TRUE(registry.find_or_register(id("b"), kNow).is_new);
  EXPECT_EQ(registry.find_or_register(id("c"), kNow).number, kUnknownDevice);
  EXPECT_EQ(registry.find_or_register(id("a"), kNow).number, 1U);
}

TEST(Registry, TakesDevicesBackInTheOrderOfTheirNumbers) {
  Registry registry{{}};
  Device kitchen;
  kitchen.number = 1;
  kitchen.id = id("kitchen");
  kitchen.first_seen = kNow;
  EXPECT_TRUE(registry.restore(kitchen));
  EXPECT_FALSE(registry.restore(kitchen));
  EXPECT_EQ(registry.find_or_register(id("kitchen"), kNow + 1h).number, 1U);
  EXPECT_EQ(registry[1].first_seen, kNow);
}

TEST(Registry, ARemovedDeviceLeavesItsRoomAndKeepsItsCountsOnly) {
  Registry registry{{}};
  const auto window = registry.find_or_register(id("window"), kNow).number;
  const auto shelf = registry.find_or_register(id("shelf"), kNow).number;
  registry.describe(window, {.room = "Living"});
  registry.describe(shelf, {.name = "Shelf", .room = "Living"});
  registry.change(shelf).counts.received = 7;
  EXPECT_THAT(registry.remove(shelf), ElementsAre(window));
  EXPECT_THAT(registry.room_of(window), ElementsAre(window));
  EXPECT_FALSE(registry[shelf].is_shown());
  EXPECT_EQ(registry[shelf].name(), "shelf");
  EXPECT_EQ(registry[shelf].counts.received, 7U);
}

TEST(Registry, ARemovedDeviceThatSpeaksAgainIsANewOne) {
  Registry registry{{}};
  const auto shelf = registry.find_or_register(id("shelf"), kNow).number;
  registry.describe(shelf, {.room = "Living"});
  registry.remove(shelf);
  const auto again = registry.find_or_register(id("shelf"), kNow + 1h);
  EXPECT_TRUE(again.is_new);
  EXPECT_EQ(again.number, shelf) << "its readings that come again are recognised by it";
  EXPECT_TRUE(registry[shelf].is_shown());
  EXPECT_EQ(registry[shelf].first_seen, kNow + 1h);
  EXPECT_EQ(registry[shelf].room, "");
}

TEST(Registry, WhenFullForgetsDevicesThatNobodyDescribedAfterADayOfSilence) {
  Registry registry{{}, 3};
  registry.describe(registry.find_or_register(id("named"), kNow).number, {.name = "Mine"});
  const auto flood = registry.find_or_register(id("flood"), kNow).number;
  registry.change(registry.find_or_register(id("alive"), kNow).number).last_seen = kNow + 20h;
  EXPECT_EQ(registry.find_or_register(id("real"), kNow + 20h).number, kUnknownDevice);
  EXPECT_EQ(registry.refused_at(), kNow + 20h);
  const auto found = registry.find_or_register(id("real"), kNow + 25h);
  EXPECT_TRUE(found.is_new);
  EXPECT_EQ(found.number, flood);
  EXPECT_EQ(found.forgotten->id.view(), "flood");
  EXPECT_FALSE(registry.find(id("flood")));
  EXPECT_THAT(registry.take_vacated(), ElementsAre(flood));
  EXPECT_EQ(registry.find_or_register(id("another"), kNow + 26h).number, kUnknownDevice);
}

TEST(Registry, ForgetsNoDeviceWhoseReadingsAreNotAllStored) {
  Registry registry{{}, 1};
  const auto flood = registry.find_or_register(id("flood"), kNow).number;
  registry.change(flood).counts.accepted = 5;
  registry.change(flood).counts.stored = 4;
  EXPECT_EQ(registry.find_or_register(id("real"), kNow + 25h).number, kUnknownDevice);
  registry.change(flood).counts.stored = 5;
  EXPECT_EQ(registry.find_or_register(id("real"), kNow + 26h).number, flood);
  EXPECT_EQ(registry[flood].counts, Counts{});
}

}  // namespace
}  // namespace luft::hub
