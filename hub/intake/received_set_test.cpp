#include "hub/intake/received_set.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace luft::hub {
namespace {

using Added = ReceivedSet::Added;

TEST(ReceivedSet, MovesThroughOverReadingsInOrder) {
  ReceivedSet set;
  for (std::uint64_t seq = 1; seq <= 5; ++seq) EXPECT_EQ(set.add(seq), Added::fresh);
  EXPECT_EQ(set.through(), 5U);
  EXPECT_EQ(set.seen(), 5U);
}

TEST(ReceivedSet, StopsThroughAtAHoleAndJumpsWhenItCloses) {
  ReceivedSet set;
  set.add(1);
  set.add(3);
  set.add(4);
  EXPECT_EQ(set.through(), 1U);
  EXPECT_EQ(set.seen(), 4U);
  EXPECT_EQ(set.add(2), Added::fresh);
  EXPECT_EQ(set.through(), 4U);
}

TEST(ReceivedSet, RecognisesWhatCameBefore) {
  ReceivedSet set{10};
  set.add(12);
  set.add(13);
  EXPECT_EQ(set.add(10), Added::duplicate);
  EXPECT_EQ(set.add(12), Added::duplicate);
  EXPECT_EQ(set.add(13), Added::duplicate);
}

TEST(ReceivedSet, CountsOnlyTheHolesThatADeviceGaveUp) {
  ReceivedSet set;
  set.add(1);
  set.add(4);
  set.add(8);
  EXPECT_EQ(set.give_up_below(7), 4U);  // 2, 3, 5, 6
  EXPECT_EQ(set.through(), 6U);
  EXPECT_EQ(set.give_up_below(7), 0U);  // said again
  EXPECT_EQ(set.add(7), Added::fresh);
  EXPECT_EQ(set.through(), 8U);
}

TEST(ReceivedSet, GivingUpABootLosesItsKnownHoles) {
  ReceivedSet set;
  set.add(2);
  set.add(5);
  EXPECT_EQ(set.give_up_all(), 3U);
  EXPECT_EQ(set.through(), 5U);
}

TEST(ReceivedSet, RefusesOneHoleTooManyAndTakesItLater) {
  ReceivedSet set;
  for (std::uint64_t i = 1; i <= ReceivedSet::kMaxGaps; ++i) {
    ASSERT_EQ(set.add(i * 2), Added::fresh);
  }
  const std::uint64_t far = 1000;
  EXPECT_EQ(set.add(far), Added::no_room);
  EXPECT_EQ(set.add(1), Added::fresh);
  EXPECT_EQ(set.add(far), Added::fresh);
}

TEST(ReceivedSet, AgreesWithAPlainSetOnRandomArrivals) {
  std::mt19937_64 random{7};
  for (int round = 0; round < 200; ++round) {
    ReceivedSet set;
    std::set<std::uint64_t> truth;
    for (int i = 0; i < 120; ++i) {
      const std::uint64_t seq = 1 + random() % 90;
      const Added added = set.add(seq);
      ASSERT_NE(added, Added::no_room);
      ASSERT_EQ(added == Added::fresh, truth.insert(seq).second);
      std::uint64_t through = 0;
      while (truth.contains(through + 1)) ++through;
      ASSERT_EQ(set.through(), through);
      ASSERT_EQ(set.seen(), *truth.rbegin());
    }
  }
}

TEST(ReceivedSet, ComesBackFromDiskAsItWas) {
  ReceivedSet set{7};
  set.add(9);
  set.add(12);
  std::string bytes;
  set.write(bytes);
  std::string_view rest = bytes;
  EXPECT_EQ(ReceivedSet::read(rest), set);
  EXPECT_TRUE(rest.empty());
}

TEST(ReceivedSet, RefusesDamagedBytes) {
  ReceivedSet set{7};
  set.add(9);
  std::string bytes;
  set.write(bytes);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    std::string_view cut = std::string_view{bytes}.substr(0, length);
    EXPECT_FALSE(ReceivedSet::read(cut)) << length;
  }
  bytes[9] = 0;  // the interval's start: no longer beyond `through`
  std::string_view inconsistent = bytes;
  EXPECT_FALSE(ReceivedSet::read(inconsistent));
}

}  // namespace
}  // namespace luft::hub
