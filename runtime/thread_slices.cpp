#include "runtime/thread_slices.h"

#include <sched.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>

namespace luft::runtime {

namespace {

constexpr std::uint64_t kShortestSliceNs = 100'000;  // less is raised to this

// The kernel's sched_attr, first version; <linux/sched/types.h> cannot stand beside <sched.h> here.
struct SchedulingAttributes {
  std::uint32_t size = sizeof(SchedulingAttributes);
  std::uint32_t policy = SCHED_OTHER;
  std::uint64_t flags = 0;
  std::int32_t nice = 0;
  std::uint32_t priority = 0;
  std::uint64_t runtime_ns = 0;  // of an ordinary thread: its slice
  std::uint64_t deadline_ns = 0;
  std::uint64_t period_ns = 0;
};

}  // namespace

void ask_for_short_slices() {
  if (::sched_getscheduler(0) != SCHED_OTHER) return;
  SchedulingAttributes attributes;
  attributes.nice = ::getpriority(PRIO_PROCESS, 0);
  attributes.runtime_ns = kShortestSliceNs;
  ::syscall(SYS_sched_setattr, 0, &attributes, 0U);  // only a wish
}

}  // namespace luft::runtime
