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
  const Balance balance = balance_of(kept, std::map<std::string, std::uint64_t>{{"kitchen", 10}});
  EXPECT_TRUE(balance.balanced());
  EXPECT_TRUE(balance.counted);
}

TEST(Balance, BelievesTheDatabaseAndNotTheJournal) {
  const std::vector kept{kitchen()};
  EXPECT_FALSE(balance_of(kept, std::map<std::string, std::uint64_t>{{"kitchen", 9}}).balanced());
  EXPECT_FALSE(balance_of(kept, std::map<std::string, std::uint64_t>{{"kitchen", 11}}).balanced());
  EXPECT_FALSE(balance_of(kept, std::map<std::string, std::uint64_t>{}).balanced());
}

TEST(Balance, SaysWhenRowsCouldNotBeCounted) {
  const std::vector kept{kitchen()};
  const Balance balance = balance_of(kept, {});
  EXPECT_TRUE(balance.balanced());
  EXPECT_FALSE(balance.counted);
}

}  // namespace
}  // namespace luft::hub
