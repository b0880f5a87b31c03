// When services are started, started again and stopped.
#include "cli/supervision.h"

#include <gtest/gtest.h>

namespace luft::cli {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

class SupervisionTest : public testing::Test {
 protected:
  enum : std::size_t { broker, hub, ml };

  Supervision services_{{{.name = "broker", .stop_stage = 2, .grace = seconds(2)},
                         {.name = "hub", .stop_stage = 1, .grace = seconds(2)},
                         {.name = "ml", .stop_stage = 0, .grace = seconds(1)}}};
  SteadyTime now_ = SteadyTime{} + std::chrono::hours(1);

  std::vector<Instruction> after(milliseconds pause) {
    now_ += pause;
    return services_.step(now_);
  }

  void expect_only(const std::vector<Instruction>& seen, std::size_t service, Order order) {
    ASSERT_EQ(seen.size(), 1);
    EXPECT_EQ(seen[0].service, service);
    EXPECT_EQ(seen[0].order, order);
  }
};

TEST_F(SupervisionTest, StartsEachServiceOnceInTheGivenOrder) {
  const auto first = after(milliseconds(0));
  ASSERT_EQ(first.size(), 3);
  EXPECT_EQ(first[0].service, broker);
  EXPECT_EQ(first[2].service, ml);
  EXPECT_TRUE(after(seconds(10)).empty());
}

TEST_F(SupervisionTest, StartsWhatDiedAgainAfterThePause) {
  (void)after(milliseconds(0));
  EXPECT_EQ(services_.ended(hub, now_), Supervision::kFirstPause);
  EXPECT_TRUE(after(Supervision::kFirstPause - milliseconds(1)).empty());
  expect_only(after(milliseconds(1)), hub, Order::start);
}

TEST_F(SupervisionTest, DoublesThePauseUpToItsBound) {
  (void)after(milliseconds(0));
  milliseconds last{0};
  for (int i = 0; i < 20; ++i) {
    const auto pause = services_.ended(hub, now_);
    ASSERT_TRUE(pause);
    EXPECT_GE(*pause, last);
    last = *pause;
    (void)after(*pause);
  }
  EXPECT_EQ(last, Supervision::kLongestPause);
}

TEST_F(SupervisionTest, ForgivesAServiceThatHadSettled) {
  (void)after(milliseconds(0));
  (void)services_.ended(hub, now_);
  (void)after(seconds(1));
  now_ += Supervision::kSettled;
  EXPECT_EQ(services_.ended(hub, now_), Supervision::kFirstPause);
}

TEST_F(SupervisionTest, StopsStageByStage) {
  (void)after(milliseconds(0));
  services_.stop();
  expect_only(after(milliseconds(0)), ml, Order::ask_to_end);
  EXPECT_TRUE(after(milliseconds(10)).empty()) << "asked once, and the hub waits its turn";
  EXPECT_FALSE(services_.ended(ml, now_));
  expect_only(after(milliseconds(0)), hub, Order::ask_to_end);
  (void)services_.ended(hub, now_);
  expect_only(after(milliseconds(0)), broker, Order::ask_to_end);
  EXPECT_FALSE(services_.is_finished());
  (void)services_.ended(broker, now_);
  EXPECT_TRUE(services_.is_finished());
}

TEST_F(SupervisionTest, KillsWhatDoesNotEndInItsGraceAndGoesOn) {
  (void)after(milliseconds(0));
  services_.stop();
  (void)after(milliseconds(0));
  EXPECT_TRUE(after(milliseconds(999)).empty());
  expect_only(after(milliseconds(1)), ml, Order::kill);
  EXPECT_TRUE(after(milliseconds(1)).empty()) << "killed once";
  (void)services_.ended(ml, now_);
  expect_only(after(milliseconds(0)), hub, Order::ask_to_end);
}

TEST_F(SupervisionTest, StartsNothingAgainWhileStopping) {
  (void)after(milliseconds(0));
  (void)services_.ended(hub, now_);
  services_.stop();
  expect_only(after(seconds(60)), ml, Order::ask_to_end);
}

}  // namespace
}  // namespace luft::cli
