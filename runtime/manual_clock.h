// A clock that moves only when told to. For tests; not thread-safe.
#pragma once

#include "runtime/clock.h"

namespace luft::runtime {

class ManualClock final : public Clock {
 public:
  explicit ManualClock(SystemTime start = SystemTime{std::chrono::milliseconds{1'800'000'000'000}})
      : steady_{std::chrono::hours{1}}, system_{start} {}

  [[nodiscard]] SteadyTime steady_now() const override { return steady_; }
  [[nodiscard]] SystemTime system_now() const override { return system_; }

  void advance(std::chrono::milliseconds by) {
    steady_ += by;
    system_ += by;
  }
  // A person or NTP sets the wall clock; the steady clock does not notice.
  void set_system(SystemTime now) { system_ = now; }

 private:
  SteadyTime steady_;
  SystemTime system_;
};

}  // namespace luft::runtime
