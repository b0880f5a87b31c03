// When to leave a busy socket alone for a moment, so that what arrives is read, answered and
// written in larger portions: what network drivers call interrupt moderation.
#pragma once

#include <chrono>
#include <cstddef>

#include "runtime/clock.h"

namespace luft::runtime {

// A segment costs the broker and us more than all else about the message in it. A broker that has
// to write and wake us for each of 10,000 messages a second has little time left for reading, and
// everyone's messages wait in its queues (bench/request_latency.cpp).
class ReadPace {
 public:
  static constexpr std::chrono::milliseconds kWindow{20};
  static constexpr double kBusyPerSecond = 3'000;
  static constexpr std::chrono::milliseconds kRest{1};

  // `packets` have been read by `now`, which never goes back. Returns how long the socket is to
  // rest: kRest while more than kBusyPerSecond came in the last full window, else 0.
  std::chrono::milliseconds on_read(std::size_t packets, SteadyTime now);

 private:
  SteadyTime window_began_{};
  std::size_t in_window_ = 0;
  bool busy_ = false;
};

}  // namespace luft::runtime
