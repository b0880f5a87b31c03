// Time comes through a port, so that tests and simulations own it.
#pragma once

#include <chrono>

namespace luft::runtime {

using SteadyTime = std::chrono::steady_clock::time_point;             // for intervals
using SystemTime = std::chrono::sys_time<std::chrono::milliseconds>;  // UTC, for what is stored

// Asks what time it is. Implementations may be called from any thread.
class Clock {
 public:
  Clock() = default;
  Clock(const Clock&) = delete;
  Clock& operator=(const Clock&) = delete;
  virtual ~Clock() = default;

  [[nodiscard]] virtual SteadyTime steady_now() const = 0;
  [[nodiscard]] virtual SystemTime system_now() const = 0;
};

class RealClock final : public Clock {
 public:
  [[nodiscard]] SteadyTime steady_now() const override { return std::chrono::steady_clock::now(); }
  [[nodiscard]] SystemTime system_now() const override {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  }
};

}  // namespace luft::runtime
