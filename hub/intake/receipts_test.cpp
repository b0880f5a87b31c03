#include "hub/intake/receipts.h"

#include <gtest/gtest.h>

namespace luft::hub {
namespace {

using namespace std::chrono_literals;
using contract::ReadingRef;
using contract::Receipt;
using Added = ReceivedSet::Added;

constexpr std::uint64_t kOld = 1'048'577;
constexpr std::uint64_t kNew = 1'048'578;

TEST(DeviceReceipts, StartsAtTheOldestThatADeviceHoldsWithoutCountingLoss) {
  DeviceReceipts receipts;
  EXPECT_EQ(receipts.announce(kOld, {kOld, 500}), 0U);
  receipts.add({kOld, 500});
  EXPECT_EQ(receipts.receipt_for(kOld), (Receipt{kOld, 500, 500}));
}

TEST(DeviceReceipts, CountsWhatAKnownDeviceGaveUp) {
  DeviceReceipts receipts;
  receipts.announce(kOld, {kOld, 1});
  receipts.add({kOld, 1});
  EXPECT_EQ(receipts.announce(kOld, {kOld, 5}), 3U);
  EXPECT_EQ(receipts.announce(kOld, {kOld, 5}), 0U);
}

TEST(DeviceReceipts, CountsWhatANewBootLostBeforeItsFirstMessage) {
  DeviceReceipts receipts;
  receipts.announce(kOld, {kOld, 1});
  receipts.add({kOld, 1});
  EXPECT_EQ(receipts.announce(kNew, {kNew, 4}), 3U);
}

TEST(DeviceReceipts, KeepsAnOldBootOpenWhileTheDeviceHoldsReadingsOfIt) {
  DeviceReceipts receipts;
  receipts.announce(kOld, {kOld, 1});
  receipts.add({kOld, 1});
  receipts.add({kOld, 4});
  EXPECT_EQ(receipts.announce(kNew, {kOld, 2}), 0U);
  EXPECT_EQ(receipts.add({kOld, 2}), Added::fresh);
  EXPECT_EQ(receipts.announce(kNew, {kNew, 1}), 1U);  // 3 will never come
  EXPECT_EQ(receipts.receipt_for(kOld), (Receipt{kOld, 4, 4}));
}

TEST(DeviceReceipts, MeetsABootThroughTheOldestOfALaterOne) {
  DeviceReceipts receipts;
  EXPECT_EQ(receipts.announce(kNew, {kOld, 7}), 0U);
  receipts.add({kNew, 1});
  EXPECT_EQ(receipts.receipt_for(kNew), (Receipt{kNew, 1, 1}));
  EXPECT_EQ(receipts.announce(kOld, {kOld, 7}), 0U);
  receipts.add({kOld, 7});
  EXPECT_EQ(receipts.receipt_for(kOld), (Receipt{kOld, 7, 7}));
  EXPECT_TRUE(receipts.is_newest(kNew));
  EXPECT_FALSE(receipts.is_newest(kOld));
}

TEST(DeviceReceipts, MeetsABootInItsOrderWhicheverMessageNamesItFirst) {
  constexpr std::uint64_t kBetween = 7;
  DeviceReceipts receipts;
  receipts.announce(kOld, {kOld, 1});
  receipts.add({kOld, 1});
  receipts.announce(kNew, {kOld, 1});
  receipts.add({kNew, 10});
  // All of the old one is receipted; the device goes on to the readings of another between them.
  EXPECT_EQ(receipts.announce(kNew, {kBetween, 1}), 0U);
  EXPECT_TRUE(receipts.is_newest(kNew));
  EXPECT_EQ(receipts.announce(kBetween, {kBetween, 1}), 0U);
  EXPECT_EQ(receipts.add({kBetween, 1}), Added::fresh);
  EXPECT_EQ(receipts.add({kNew, 5}), Added::fresh) << "the device holds it still";
}

TEST(DeviceReceipts, ForgetsTheBootLongestWithoutContact) {
  DeviceReceipts receipts;
  for (std::uint64_t boot = 1; boot <= DeviceReceipts::kMaxBoots; ++boot) {
    receipts.announce(boot, {boot, 1});
  }
  receipts.announce(1, {1, 1});
  receipts.announce(100, {100, 1});
  EXPECT_TRUE(receipts.receipt_for(1));
  EXPECT_FALSE(receipts.receipt_for(2));
  EXPECT_TRUE(receipts.receipt_for(100));
}

TEST(DeviceReceipts, ABootThatTheDeviceStillHoldsReadingsOfOutlivesManyStarts) {
  DeviceReceipts receipts;
  receipts.announce(1, {1, 1});
  receipts.add({1, 1});
  receipts.add({1, 3});  // 2 is missing: the device keeps naming boot 1 as its oldest
  for (std::uint64_t boot = 2; boot <= 3 * DeviceReceipts::kMaxBoots; ++boot) {
    EXPECT_EQ(receipts.announce(boot, {1, 2}), 0U);
  }
  EXPECT_EQ(receipts.announce(1, {1, 2}), 0U);
  EXPECT_EQ(receipts.add({1, 3}), Added::duplicate);
  EXPECT_EQ(receipts.add({1, 2}), Added::fresh);
}

TEST(DeviceReceipts, RecognisesAResentReadingAfterComingBackFromDisk) {
  DeviceReceipts receipts;
  receipts.announce(kOld, {kOld, 1});
  receipts.add({kOld, 1});
  receipts.add({kOld, 3});
  receipts.anchor_of(kOld).observe(SystemTime{5'000'000ms}, 1000);
  std::string bytes;
  receipts.write(bytes);

  auto restored = DeviceReceipts::read(bytes);
  ASSERT_TRUE(restored);
  restored->announce(kOld, {kOld, 1});
  EXPECT_EQ(restored->add({kOld, 1}), Added::duplicate);
  EXPECT_EQ(restored->add({kOld, 3}), Added::duplicate);
  EXPECT_EQ(restored->add({kOld, 2}), Added::fresh);
  EXPECT_EQ(restored->anchor_of(kOld).boot_time(), SystemTime{4'999'000ms});
}

TEST(DeviceReceipts, RefusesDamagedBytes) {
  DeviceReceipts receipts;
  receipts.announce(kOld, {kOld, 1});
  std::string bytes;
  receipts.write(bytes);
  EXPECT_FALSE(DeviceReceipts::read(std::string_view{bytes}.substr(0, bytes.size() - 1)));
  EXPECT_FALSE(DeviceReceipts::read(bytes + "x"));
}

}  // namespace
}  // namespace luft::hub
