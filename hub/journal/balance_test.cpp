#include "hub/journal/balance.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

KeptCounts kitchen() {
  return {.id = contract::DeviceId::cut("kitchen"),
          .counts = {.received = 20,
                     .accepted = 15,
                     .stored = 10,
                     .duplicate = 2,
                     .quarantined = 2,
                     .dropped = 1,
                     .lost = 7},
          .journaled = 5};
}

TEST(Balance, HoldsWhenEveryReadingIsAccountedFor) {
  const std::vector kept{kitchen()};
  const Balance balance =
      balance_of(kept, FixedRange::unknown, std::map<std::string, std::uint64_t>{{"kitchen", 10}});
  EXPECT_TRUE(balance.balanced());
  EXPECT_TRUE(balance.counted);
}

TEST(Balance, BelievesTheDatabaseAndNotTheJournal) {
  const std::vector kept{kitchen()};
  EXPECT_FALSE(
      balance_of(kept, FixedRange::unknown, std::map<std::string, std::uint64_t>{{"kitchen", 9}})
          .balanced());
  EXPECT_FALSE(
      balance_of(kept, FixedRange::unknown, std::map<std::string, std::uint64_t>{{"kitchen", 11}})
          .balanced());
  EXPECT_FALSE(
      balance_of(kept, FixedRange::unknown, std::map<std::string, std::uint64_t>{}).balanced());
}

TEST(Balance, CountsNoRowsOfAnEarlierDeviceOfThatName) {
  KeptCounts counts = kitchen();
  counts.former = 100;
  const std::vector kept{counts};
  EXPECT_TRUE(
      balance_of(kept, FixedRange::unknown, std::map<std::string, std::uint64_t>{{"kitchen", 110}})
          .balanced());
}

std::uint64_t journaled_when(FixedRange fixed, std::uint64_t rows) {
  KeptCounts counts = kitchen();
  counts.journaled = 1;
  counts.fixed = 4;
  const std::vector kept{counts};
  const Balance balance =
      balance_of(kept, fixed, std::map<std::string, std::uint64_t>{{"kitchen", rows}});
  return balance.balanced() ? balance.devices.at("kitchen").journaled : 999;
}

// The database acknowledged the readings; the journal has not released them, or another table
// failed after them.
TEST(Balance, CountsARangeThatIsStoredButNotReleasedOnce) {
  EXPECT_EQ(journaled_when(FixedRange::stored, 14), 1U);
  EXPECT_EQ(journaled_when(FixedRange::stored, 10), 999U);  // gone from the database
}

TEST(Balance, IsExactWhenNobodyKnowsWhetherTheRangeWasStored) {
  EXPECT_EQ(journaled_when(FixedRange::unknown, 10), 5U);  // it was not
  EXPECT_EQ(journaled_when(FixedRange::unknown, 14), 1U);  // it was
  EXPECT_EQ(journaled_when(FixedRange::unknown, 12), 3U);  // one of its months was
  EXPECT_EQ(journaled_when(FixedRange::unknown, 9), 999U);
  EXPECT_EQ(journaled_when(FixedRange::unknown, 15), 999U);
}

TEST(Balance, SaysWhenRowsCouldNotBeCounted) {
  const std::vector kept{kitchen()};
  const Balance balance = balance_of(kept, FixedRange::unknown, {});
  EXPECT_TRUE(balance.balanced());
  EXPECT_FALSE(balance.counted);
}

}  // namespace
}  // namespace luft::hub
