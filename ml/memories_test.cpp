// Rooms are remembered, within bounds and across a file.
#include "ml/memories.h"

#include <gtest/gtest.h>

#include <limits>

namespace luft::ml {
namespace {

contract::DeviceId device(const std::string& name) {
  return contract::parse_device_id(name).value();
}

TEST(Memories, KeepEachRoomApart) {
  Memories memories("1.0.0");
  memories.of(device("kitchen")).updated_ms = 7;
  EXPECT_EQ(memories.of(device("hall")).updated_ms, 0);
  EXPECT_EQ(memories.of(device("kitchen")).updated_ms, 7);
}

TEST(Memories, ForgetTheRoomNotAskedForTheLongestTime) {
  Memories memories("1.0.0", 2);
  memories.of(device("a")).updated_ms = 1;
  memories.of(device("b")).updated_ms = 2;
  static_cast<void>(memories.of(device("a")));
  static_cast<void>(memories.of(device("c")));
  EXPECT_EQ(memories.size(), 2U);
  EXPECT_EQ(memories.of(device("a")).updated_ms, 1);
}

TEST(Memories, AreTheSameAfterAFile) {
  Memories before("1.0.0");
  Memory& kitchen = before.of(device("kitchen-with-quite-a-long-name-32"));
  kitchen.updated_ms = 1'800'000'000'000;
  kitchen.state[5] = -0.25F;
  before.of(device("b")).state[63] = 1;
  Memories after("1.0.0");
  ASSERT_TRUE(after.read(before.write()));
  EXPECT_EQ(after.size(), 2U);
  EXPECT_EQ(after.of(device("kitchen-with-quite-a-long-name-32")), kitchen);
}

TEST(Memories, RefuseAnotherModelsTornAndDamagedFilesAndKeepWhatTheyHad) {
  Memories other("1.0.1");
  other.of(device("kitchen")).state[0] = std::numeric_limits<float>::quiet_NaN();
  Memories memories("1.0.0");
  memories.of(device("hall")).updated_ms = 3;
  EXPECT_FALSE(memories.read(other.write()));
  EXPECT_FALSE(memories.read(""));
  const std::string good = memories.write();
  EXPECT_FALSE(memories.read(good.substr(0, good.size() - 1)));
  Memories same("1.0.0");
  same.of(device("kitchen")).state[0] = std::numeric_limits<float>::quiet_NaN();
  EXPECT_FALSE(memories.read(same.write()));
  EXPECT_EQ(memories.size(), 1U);
  EXPECT_EQ(memories.of(device("hall")).updated_ms, 3);
}

}  // namespace
}  // namespace luft::ml
