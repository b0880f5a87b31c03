#include "runtime/channel.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <thread>

namespace luft::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

TEST(Channel, HandsItemsOnInOrder) {
  Channel<int> channel{3};
  for (const int i : {1, 2, 3}) ASSERT_TRUE(channel.try_send(i));
  EXPECT_EQ(channel.receive(), 1);
  EXPECT_EQ(channel.receive(), 2);
  EXPECT_EQ(channel.receive(), 3);
}

TEST(Channel, HandsAnItemBackWhenFull) {
  Channel<std::unique_ptr<int>> channel{1};
  ASSERT_TRUE(channel.try_send(std::make_unique<int>(1)));
  auto refused = channel.try_send(std::make_unique<int>(2));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().why, RefusedBecause::full);
  EXPECT_EQ(*refused.error().item, 2);
}

TEST(Channel, HandsAnItemBackWhenClosed) {
  Channel<int> channel{1};
  channel.close();
  EXPECT_EQ(channel.try_send(1).error().why, RefusedBecause::closed);
  EXPECT_EQ(channel.send(1).error().why, RefusedBecause::closed);
}

TEST(Channel, WaitsForRoomOnlySoLong) {
  Channel<int> channel{1};
  ASSERT_TRUE(channel.send_for(1, std::chrono::seconds{20}));
  EXPECT_EQ(channel.send_for(2, std::chrono::milliseconds{1}).error().why, RefusedBecause::full);
  channel.close();
  EXPECT_EQ(channel.send_for(2, std::chrono::hours{1}).error().why, RefusedBecause::closed);
}

TEST(Channel, SaysThatAnItemWasTakenIn) {
  Channel<int> main{1};
  Channel<int> aside{1, [&main] { main.wake(); }};
  ASSERT_TRUE(aside.try_send(1));
  std::vector<int> items;
  EXPECT_EQ(main.receive_all_for(items, std::chrono::hours{1}), 0U);
  EXPECT_EQ(aside.try_receive_all(items), 1U);
  EXPECT_THAT(items, ElementsAre(1));
  EXPECT_EQ(aside.try_receive_all(items), 0U);
  EXPECT_THAT(items, IsEmpty());
}

TEST(Channel, WakesAReceiverForWhatIsElsewhere) {
  Channel<int> channel{1};
  channel.wake();  // before it waits
  std::vector<int> none;
  EXPECT_EQ(channel.receive_all_for(none, std::chrono::hours{1}), 0U);
  std::thread waiting{[&] { EXPECT_EQ(channel.receive_for(std::chrono::hours{1}), std::nullopt); }};
  channel.wake();
  waiting.join();
  EXPECT_FALSE(channel.wait_closed_for(std::chrono::milliseconds{1}));
  std::thread pausing{[&] { EXPECT_TRUE(channel.wait_closed_for(std::chrono::hours{1})); }};
  channel.close();
  pausing.join();
}

TEST(Channel, IsDrainedAfterItWasClosed) {
  Channel<int> channel{2};
  ASSERT_TRUE(channel.try_send(1));
  ASSERT_TRUE(channel.try_send(2));
  channel.close();
  EXPECT_EQ(channel.receive(), 1);
  std::vector<int> rest;
  EXPECT_EQ(channel.receive_all(rest), 1U);
  EXPECT_THAT(rest, ElementsAre(2));
  EXPECT_EQ(channel.receive(), std::nullopt);
  EXPECT_EQ(channel.receive_all(rest), 0U);
  EXPECT_THAT(rest, IsEmpty());
}

TEST(Channel, GivesEverythingThatWaitsAtOnce) {
  Channel<int> channel{10};
  std::vector<int> all{99};  // forgotten
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(channel.try_send(i));
  EXPECT_EQ(channel.receive(), 0);
  EXPECT_EQ(channel.receive_all(all), 4U);
  EXPECT_THAT(all, ElementsAre(1, 2, 3, 4));
  EXPECT_EQ(channel.size(), 0U);
}

TEST(Channel, HasRoomAgainForWhatWasReceivedOneByOne) {
  Channel<int> channel{3};
  int next = 0;
  int expected = 0;
  for (; next < 3; ++next) ASSERT_TRUE(channel.try_send(next));
  for (; next < 1'000; ++next) {  // never empty: the ring must not grow
    EXPECT_FALSE(channel.try_send(next));
    EXPECT_EQ(channel.receive(), expected++);
    ASSERT_TRUE(channel.try_send(next));
  }
  EXPECT_EQ(channel.size(), 3U);
}

TEST(Channel, ReceivingGivesUpAfterItsTime) {
  Channel<int> channel{1};
  std::vector<int> all;
  EXPECT_EQ(channel.receive_for(std::chrono::milliseconds{1}), std::nullopt);
  EXPECT_EQ(channel.receive_all_for(all, std::chrono::milliseconds{1}), 0U);
  EXPECT_FALSE(channel.closed());
}

TEST(Channel, ClosingWakesWhoeverWaits) {
  Channel<int> empty{1};
  Channel<int> full{1};
  ASSERT_TRUE(full.try_send(1));
  std::jthread receiver{[&] { EXPECT_EQ(empty.receive(), std::nullopt); }};
  std::jthread sender{[&] { EXPECT_EQ(full.send(2).error().item, 2); }};
  empty.close();
  full.close();
}

TEST(Channel, SendingWaitsForRoom) {
  Channel<int> channel{1};
  ASSERT_TRUE(channel.try_send(1));
  std::jthread sender{[&] { EXPECT_TRUE(channel.send(2)); }};
  EXPECT_EQ(channel.receive(), 1);
  EXPECT_EQ(channel.receive(), 2);
}

// Run under TSan: nothing is lost, doubled or torn between many threads.
TEST(Channel, LosesNothingBetweenManyThreads) {
  constexpr int kSenders = 4;
  constexpr int kItems = 20'000;
  Channel<std::pair<int, int>> channel{64};
  std::atomic<std::int64_t> received = 0;
  std::atomic<std::int64_t> sum = 0;
  std::vector<std::jthread> receivers;
  receivers.emplace_back([&] {
    while (const auto item = channel.receive()) {
      ++received;
      sum += item->second;
    }
  });
  receivers.emplace_back([&] {
    std::vector<std::pair<int, int>> all;
    while (channel.receive_all(all) > 0) {
      received += std::ssize(all);
      for (const auto& [sender, value] : all) sum += value;
    }
  });
  {
    std::vector<std::jthread> senders;
    senders.reserve(kSenders);
    for (int sender = 0; sender < kSenders; ++sender) {
      senders.emplace_back([&channel, sender] {
        for (int i = 0; i < kItems; ++i) {
          if (sender % 2 == 0) {
            ASSERT_TRUE(channel.send({sender, i}));
          } else {
            while (!channel.try_send({sender, i})) std::this_thread::yield();
          }
        }
      });
    }
  }
  channel.close();
  receivers.clear();
  EXPECT_EQ(received, std::int64_t{kSenders} * kItems);
  EXPECT_EQ(sum, std::int64_t{kSenders} * kItems * (kItems - 1) / 2);
}

TEST(Channel, IsIdleWhileAReceiverWaitsForNothing) {
  Channel<int> channel{4};
  EXPECT_FALSE(channel.is_idle()) << "nobody waits";
  std::jthread receiver{[&channel] {
    while (channel.receive()) {
    }
  }};
  while (!channel.is_idle()) std::this_thread::yield();
  ASSERT_TRUE(channel.send(1));
  while (!channel.is_idle()) std::this_thread::yield();
  channel.close();
  EXPECT_FALSE(channel.is_idle());
}

TEST(Channel, KeepsTheOrderOfASender) {
  Channel<int> channel{16};
  std::jthread sender{[&] {
    for (int i = 0; i < 10'000; ++i) ASSERT_TRUE(channel.send(i));
    channel.close();
  }};
  std::vector<int> some;
  int expected = 0;
  while (channel.receive_all(some) > 0) {
    for (const int item : some) ASSERT_EQ(item, expected++);
    const auto one = channel.receive();
    ASSERT_EQ(one.value_or(expected), expected);
    if (one) ++expected;
  }
  EXPECT_EQ(expected, 10'000);
}

}  // namespace
}  // namespace luft::runtime
