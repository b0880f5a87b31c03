#include "hub/journal/receipt_pacer.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;

constexpr SteadyTime kNow{1h};

ReceiptOwed owed(DeviceNumber device, std::uint64_t boot, std::uint64_t through,
                 Urgency urgency = Urgency::coalesced) {
  return {.device = device,
          .id = contract::DeviceId::cut("kitchen"),
          .receipt = {.boot = boot, .through = through, .seen = through},
          .urgency = urgency};
}

TEST(ReceiptPacer, SendsOneReceiptForAllOfTwoSeconds) {
  ReceiptPacer pacer;
  std::vector<ReceiptOwed> due;
  for (std::uint64_t seq = 1; seq <= 10; ++seq) pacer.add(owed(1, 7, seq), kNow + seq * 100ms);
  pacer.take_due(kNow + 2s, due);
  EXPECT_TRUE(due.empty());
  EXPECT_EQ(pacer.next_due(), kNow + 2100ms);
  pacer.take_due(kNow + 2100ms, due);
  ASSERT_EQ(due.size(), 1U);
  EXPECT_EQ(due[0].receipt.through, 10U);
}

TEST(ReceiptPacer, AnswersABatchAtOnce) {
  ReceiptPacer pacer;
  std::vector<ReceiptOwed> due;
  pacer.add(owed(1, 7, 100, Urgency::at_once), kNow);
  pacer.take_due(kNow, due);
  EXPECT_EQ(due.size(), 1U);
  pacer.take_due(kNow + 3s, due);
  EXPECT_EQ(due.size(), 1U);
}

TEST(ReceiptPacer, KeepsBootsAndDevicesApart) {
  ReceiptPacer pacer;
  std::vector<ReceiptOwed> due;
  pacer.add(owed(1, 7, 5), kNow);
  pacer.add(owed(1, 8, 1), kNow);
  pacer.add(owed(2, 7, 3), kNow);
  pacer.take_due(kNow + 2s, due);
  EXPECT_EQ(due.size(), 3U);
  EXPECT_FALSE(pacer.next_due());
}

TEST(ReceiptPacer, AnswersTheOlderBootOfADeviceFirst) {
  ReceiptPacer pacer;
  std::vector<ReceiptOwed> due;
  for (const std::uint64_t boot : {8, 7, 9}) pacer.add(owed(1, boot, 5), kNow);
  pacer.take_due(kNow + 2s, due);
  ASSERT_EQ(due.size(), 3U);
  for (std::size_t i = 0; i < due.size(); ++i) EXPECT_EQ(due[i].receipt.boot, 7 + i);
}

TEST(ReceiptPacer, OwesNothingTwice) {
  ReceiptPacer pacer;
  std::vector<ReceiptOwed> due;
  pacer.add(owed(1, 7, 5), kNow);
  pacer.take_all(due);
  pacer.take_due(kNow + 10s, due);
  EXPECT_EQ(due.size(), 1U);
}

}  // namespace
}  // namespace luft::hub
