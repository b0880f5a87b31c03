#include "runtime/thread_slices.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstring>
#include <thread>

namespace luft::runtime {
namespace {

// Of the calling thread, as the kernel has it; 0 where it knows no slices of one's own.
std::uint64_t slice_ns() {
  std::array<std::byte, 48> attributes{};  // struct sched_attr
  EXPECT_EQ(::syscall(SYS_sched_getattr, 0, attributes.data(), attributes.size(), 0U), 0);
  std::uint64_t runtime_ns = 0;
  std::memcpy(&runtime_ns, attributes.data() + 24, sizeof runtime_ns);
  return runtime_ns;
}

void on_another_thread(void (*what)()) {
  std::thread{what}.join();
}

TEST(ThreadSlices, AreTheShortestForTheThreadThatAsks) {
  const std::uint64_t before_ns = slice_ns();
  if (before_ns == 0) GTEST_SKIP() << "this kernel (before 6.12) knows no slices of one's own";
  on_another_thread([] {
    ask_for_short_slices();
    EXPECT_EQ(slice_ns(), 100'000U);
  });
  EXPECT_EQ(slice_ns(), before_ns);
}

TEST(ThreadSlices, LeaveTheThreadAsNiceAsItWas) {
  on_another_thread([] {
    ASSERT_EQ(::setpriority(PRIO_PROCESS, 0, 7), 0);
    ask_for_short_slices();
    EXPECT_EQ(::getpriority(PRIO_PROCESS, 0), 7);
  });
}

TEST(ThreadSlices, LeaveAnotherPolicyAlone) {
  on_another_thread([] {
    const sched_param none{};
    ASSERT_EQ(::sched_setscheduler(0, SCHED_BATCH, &none), 0);
    ask_for_short_slices();
    EXPECT_EQ(::sched_getscheduler(0), SCHED_BATCH);
  });
}

}  // namespace
}  // namespace luft::runtime
