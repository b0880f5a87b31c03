// The loop's own promises, without a broker: order, timers, and what other threads may run in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <functional>
#include <future>
#include <thread>
#include <vector>

#include "runtime/mqtt_loop.h"

namespace luft::runtime {
namespace {

TEST(MqttLoop, RunsTimersInOrderOfTheirTimes) {
  MqttLoop loop;
  std::vector<int> order;
  std::promise<void> done;
  const auto now = std::chrono::steady_clock::now();
  loop.call_at(now + std::chrono::milliseconds{2}, [&] {
    order.push_back(2);
    done.set_value();
  });
  loop.call_at(now + std::chrono::milliseconds{1}, [&] { order.push_back(1); });
  const TimerId cancelled =
      loop.call_at(now + std::chrono::milliseconds{1}, [&] { order.push_back(3); });
  loop.cancel(cancelled);
  loop.start();
  done.get_future().wait();
  loop.stop();
  EXPECT_THAT(order, ::testing::ElementsAre(1, 2));
}

TEST(MqttLoop, LetsATimerSetItselfAgain) {
  int count = 0;
  std::promise<void> done;
  MqttLoop loop;
  std::function<void()> tick = [&] {
    if (++count == 100) return done.set_value();
    loop.call_after(std::chrono::microseconds{1}, tick);
  };
  loop.call_after(std::chrono::microseconds{1}, tick);
  loop.start();
  done.get_future().wait();
  EXPECT_EQ(count, 100);
}

TEST(MqttLoop, RunsWhatWasPostedBeforeItStops) {
  MqttLoop loop;
  std::vector<int> order;
  for (int i = 0; i < 100; ++i) loop.post([&order, i] { order.push_back(i); });
  loop.start();
  loop.stop();
  ASSERT_EQ(order.size(), 100U);
  EXPECT_TRUE(std::ranges::is_sorted(order));
}

TEST(MqttLoop, RunsOnTheCallersThreadUntilStoppedFromAnother) {
  MqttLoop loop;
  loop.post([&loop] { EXPECT_TRUE(loop.on_loop_thread()); });
  const std::jthread stopper{[&loop] {
    loop.post_and_wait([] {});
    loop.stop();
  }};
  loop.run();
  EXPECT_FALSE(loop.on_loop_thread());
}

TEST(MqttLoop, LetsAnotherThreadRunATaskWhileItSleeps) {
  MqttLoop loop;
  loop.start();
  bool ran_here = false;
  for (int attempt = 0; attempt < 10'000 && !ran_here; ++attempt) {  // until it is asleep
    std::promise<std::thread::id> ran;
    loop.run_or_post([&] {
      EXPECT_TRUE(loop.on_loop_thread());
      ran.set_value(std::this_thread::get_id());
    });
    ran_here = ran.get_future().get() == std::this_thread::get_id();
  }
  EXPECT_TRUE(ran_here);
  EXPECT_FALSE(loop.on_loop_thread());
  loop.stop();
}

TEST(MqttLoop, RunsATaskItselfWhileItIsAtWork) {
  MqttLoop loop;
  loop.start();
  std::promise<void> begun;
  std::promise<void> may_end;
  std::promise<std::thread::id> ran;
  loop.post([&] {
    begun.set_value();
    may_end.get_future().wait();
  });
  begun.get_future().wait();
  loop.run_or_post([&] { ran.set_value(std::this_thread::get_id()); });
  may_end.set_value();
  EXPECT_NE(ran.get_future().get(), std::this_thread::get_id());
  loop.stop();
}

TEST(MqttLoop, WakesForWhatAnotherThreadsTaskLeavesToDo) {
  MqttLoop loop;
  loop.start();
  std::promise<void> posted;
  std::promise<void> timed;
  loop.run_or_post([&] {
    loop.post([&] { posted.set_value(); });
    loop.call_after(std::chrono::microseconds{1}, [&] { timed.set_value(); });
  });
  posted.get_future().wait();
  timed.get_future().wait();
  loop.stop();
}

TEST(MqttLoop, RunsOneTaskAtATimeWhoeverRunsIt) {
  MqttLoop loop;
  loop.start();
  constexpr int kTasks = 2'000;
  int ran = 0;  // without a lock: the loop is one
  const auto run_some = [&] {
    for (int i = 0; i < kTasks; ++i) loop.run_or_post([&ran] { ++ran; });
  };
  {
    const std::jthread one{run_some};
    const std::jthread other{run_some};
  }
  loop.post_and_wait([] {});
  loop.stop();
  EXPECT_EQ(ran, 2 * kTasks);
}

}  // namespace
}  // namespace luft::runtime
