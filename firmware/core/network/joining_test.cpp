#include "firmware/core/network/joining.h"

#include <gtest/gtest.h>

#include <vector>

namespace luft::firmware {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using Wish = Joining::Wish;

// Ticks each 100 ms; every try fails after two seconds unless the network is there.
class JoiningTest : public ::testing::Test {
 protected:
  void run(Uptime time) {
    for (const Uptime end = now + time; now < end; now += Uptime{100}) {
      if (fails_at != kNever && now >= fails_at) {
        fails_at = kNever;
        joining.on_lost(now);
      }
      if (joining.is_joined() && broker_answers) joining.on_broker_heard(now);
      const Wish wish = joining.on_tick(now);
      if (wish == Wish::open_page) ++pages_opened;
      if (wish == Wish::close_page) ++pages_closed;
      if (wish != Wish::join) continue;
      tries.push_back(now);
      if (is_there) {
        joining.on_joined(now);
      } else {
        fails_at = now + seconds{2};
      }
    }
  }
  void lose() {
    is_there = false;
    joining.on_lost(now);
  }

  Joining joining{{}, 7};
  Uptime now{};
  Uptime fails_at = kNever;
  bool is_there = true;
  bool broker_answers = true;
  int pages_opened = 0;
  int pages_closed = 0;
  std::vector<Uptime> tries;
};

TEST_F(JoiningTest, JoinsAtOnceAndThenLeavesTheRadioAlone) {
  run(hours{24});
  EXPECT_EQ(tries.size(), 1U);
  EXPECT_TRUE(joining.is_joined());
  EXPECT_EQ(pages_opened, 0);
}

TEST_F(JoiningTest, TriesFurtherAndFurtherApartButNeverGivesUp) {
  run(seconds{1});
  lose();
  run(hours{24 * 3});
  ASSERT_GE(tries.size(), 3U);
  EXPECT_LE(tries[1], seconds{4}) << "the first try comes soon";
  for (std::size_t i = 1; i < tries.size(); ++i) {
    EXPECT_LE(tries[i] - tries[i - 1], minutes{7});
  }
  EXPECT_LT(tries.size(), 1'000U) << "three days of tries do not fill the air";
  is_there = true;
  run(minutes{7});
  EXPECT_TRUE(joining.is_joined());
}

TEST_F(JoiningTest, OpensThePageAfterTenMinutesWithoutNetworkAndTriesOnBesideIt) {
  is_there = false;
  run(minutes{9});
  EXPECT_EQ(pages_opened, 0);
  run(minutes{2});
  EXPECT_EQ(pages_opened, 1);
  const auto before = tries.size();
  run(hours{1});
  EXPECT_GT(tries.size(), before);
  EXPECT_EQ(pages_closed, 0);
  is_there = true;
  run(minutes{7});
  EXPECT_EQ(pages_closed, 1);
}

TEST_F(JoiningTest, OpensThePageWhenTheBrokerIsSilentForTenMinutesThoughTheNetworkIsThere) {
  run(hours{1});
  broker_answers = false;  // it moved, or its password was changed
  run(minutes{9});
  EXPECT_EQ(pages_opened, 0);
  run(minutes{2});
  EXPECT_EQ(pages_opened, 1);
  run(hours{5});
  EXPECT_EQ(pages_closed, 0);
  broker_answers = true;
  run(minutes{1});
  EXPECT_EQ(pages_closed, 1);
}

// An access point that sends a device away may look like a network that is still there.
TEST_F(JoiningTest, JoinsAgainWhenTheBrokerIsSilentThoughNobodySaidThatTheNetworkWasLost) {
  run(hours{1});
  broker_answers = false;
  run(minutes{7});
  EXPECT_EQ(tries.size(), 2U);
  run(hours{24});
  EXPECT_LE(tries.size(), 2U + 3 + 24) << "seldom: the network may not be to blame";
  EXPECT_GE(tries.size(), 2U + 20);
  broker_answers = true;
  run(hours{24});
  const auto before = tries.size();
  broker_answers = false;
  run(minutes{7});
  EXPECT_EQ(tries.size(), before + 1) << "soon again, once it had answered";
}

TEST_F(JoiningTest, LeavesThePersonAtThePageOfASilentBrokerInPeace) {
  broker_answers = false;
  run(minutes{1});
  for (int i = 0; i < 30; ++i) {
    joining.on_page_used(now);
    run(minutes{1});
  }
  EXPECT_EQ(tries.size(), 1U);
}

TEST_F(JoiningTest, OpensThePageOfADeviceWhoseBrokerNeverAnswered) {
  broker_answers = false;
  run(minutes{11});
  EXPECT_EQ(pages_opened, 1);
}

TEST_F(JoiningTest, LeavesAPersonAtThePageInPeace) {
  is_there = false;
  run(minutes{11});
  const auto before = tries.size();
  for (int i = 0; i < 10; ++i) {
    joining.on_page_used(now);
    run(minutes{1});
  }
  EXPECT_LE(tries.size(), before + 1) << "a try that was under way may end";
  run(minutes{10});
  EXPECT_GT(tries.size(), before + 1) << "and goes on once the person has left";
}

TEST_F(JoiningTest, OpensThePageWhenAskedThoughTheNetworkIsThere) {
  run(minutes{1});
  joining.on_page_asked_for(now);
  run(minutes{1});
  EXPECT_EQ(pages_opened, 1);
  run(minutes{20});
  EXPECT_EQ(pages_closed, 1);
  EXPECT_TRUE(joining.is_joined());
}

TEST_F(JoiningTest, CountsATryThatNeverEndsAsFailed) {
  EXPECT_EQ(joining.on_tick(Uptime{0}), Wish::join);
  EXPECT_EQ(joining.on_tick(seconds{29}), Wish::none);
  EXPECT_EQ(joining.on_tick(seconds{31}), Wish::none);
  EXPECT_EQ(joining.on_tick(seconds{33}), Wish::join);
}

}  // namespace
}  // namespace luft::firmware
