#include "hub/snapshot.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

constexpr SystemTime kNow{1'800'000'000'000ms};

TEST(Snapshot, SharesTheDevicesThatDidNotChange) {
  Registry registry{{}};
  const auto kitchen = registry.find_or_register(contract::DeviceId::cut("kitchen"), kNow).number;
  const auto bath = registry.find_or_register(contract::DeviceId::cut("bath"), kNow).number;
  const auto first = next_snapshot(Snapshot{}, registry);
  registry.change(bath).online = true;
  const auto second = next_snapshot(*first, registry);
  EXPECT_EQ(first->devices[kitchen], second->devices[kitchen]);
  EXPECT_NE(first->devices[bath], second->devices[bath]);
  EXPECT_FALSE(first->devices[bath]->online);
  EXPECT_EQ(second->devices[bath]->online, true);
  EXPECT_EQ(second->version, first->version + 1);
}

TEST(SnapshotBoard, GivesTheNewestAtOnceOrAfterTheTimeout) {
  SnapshotBoard board;
  EXPECT_EQ(board.newer_than(0, 0ms)->version, 0U);
  auto snapshot = std::make_shared<Snapshot>();
  snapshot->version = 5;
  board.show(snapshot);
  EXPECT_EQ(board.newer_than(0, 10s)->version, 5U);
}

}  // namespace
}  // namespace luft::hub
