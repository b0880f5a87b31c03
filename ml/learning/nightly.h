// Learns from people every night at three, by the clock on the wall, on a thread of its own.
#pragma once

#include <chrono>
#include <memory>

#include "runtime/clock.h"
#include "runtime/log.h"
#include "runtime/metrics.h"
#include "runtime/settings.h"

namespace luft::ml {

// Whether it has been three in the morning since `last`. Both in seconds of local time since 1970.
[[nodiscard]] bool is_due(std::chrono::seconds last, std::chrono::seconds now);

class NightlyLearning {
 public:
  // All must outlive this. Nothing happens before start().
  NightlyLearning(const runtime::Settings& settings, const runtime::Clock& clock,
                  runtime::Metrics& metrics, const runtime::Log& log);
  NightlyLearning(const NightlyLearning&) = delete;
  NightlyLearning& operator=(const NightlyLearning&) = delete;
  ~NightlyLearning();

  void start();
  void stop();  // waits for a night's learning that has begun: seconds

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace luft::ml
