#include "hub/api/growing_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <thread>
#include <vector>

namespace luft::hub::api {
namespace {

using namespace std::chrono_literals;

TEST(GrowingPool, HasNoMoreThreadsThanThereAreTasksAtTheSameTime) {
  GrowingPool pool{64};
  EXPECT_EQ(pool.threads(), 0U);
  for (int i = 0; i < 20; ++i) {
    std::promise<void> done;
    pool.enqueue([&] { done.set_value(); });
    done.get_future().wait();
    while (pool.idle() == 0) std::this_thread::yield();  // until it has come back from the task
  }
  EXPECT_EQ(pool.threads(), 1U) << "one after the other";
  pool.shutdown();
  EXPECT_EQ(pool.threads(), 0U);
}

TEST(GrowingPool, GrowsToItsBoundAndCarriesEverythingOut) {
  GrowingPool pool{8};
  std::promise<void> release;
  const auto released = release.get_future().share();
  std::atomic<int> done = 0;
  for (int i = 0; i < 50; ++i) {
    pool.enqueue([&] {
      released.wait();
      ++done;
    });
  }
  EXPECT_EQ(pool.threads(), 8U);
  release.set_value();
  pool.shutdown();
  EXPECT_EQ(done, 50);
}

TEST(GrowingPool, LetsThreadsGoThatNobodyNeeds) {
  GrowingPool pool{8, 1ms};
  std::atomic<int> done = 0;
  for (int i = 0; i < 8; ++i) pool.enqueue([&] { ++done; });
  while (done < 8 || pool.threads() > 0) std::this_thread::sleep_for(1ms);
  pool.enqueue([&] { ++done; });
  pool.shutdown();
  EXPECT_EQ(done, 9);
}

}  // namespace
}  // namespace luft::hub::api
