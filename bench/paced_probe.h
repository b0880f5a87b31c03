// Sends probes at a pace and waits for their answers: latencies of one round, on an MQTT loop.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <unordered_map>
#include <vector>

#include "runtime/mqtt_loop.h"

namespace luft::bench {

struct RoundLatency {
  double p50_ms = 0;
  double p99_ms = 0;
  std::size_t unanswered = 0;
};

class PacedProbe {
 public:
  // `send` publishes probe number n (from 0, ever growing) and runs on the loop thread, every
  // `interval`.
  PacedProbe(runtime::MqttLoop& loop, std::function<void(std::uint64_t)> send,
             std::chrono::milliseconds interval = std::chrono::milliseconds{20})
      : loop_{loop}, send_{std::move(send)}, interval_{interval} {}

  // Any thread but the loop's: one round of `probes`; waits until the last was sent and answered,
  // or 2 s after it.
  RoundLatency run(std::size_t probes);

  // Loop thread: probe `n` has been answered.
  void answered(std::uint64_t n);

 private:
  using Clock = std::chrono::steady_clock;

  void send_next();
  void finish();

  runtime::MqttLoop& loop_;
  std::function<void(std::uint64_t)> send_;
  std::chrono::milliseconds interval_;
  std::uint64_t next_ = 0;
  std::uint64_t end_ = 0;
  std::unordered_map<std::uint64_t, Clock::time_point> waiting_;
  std::vector<double> latencies_ms_;
  std::promise<RoundLatency> done_;
};

// One value a round.
struct LatencyRounds {
  std::vector<double> p50_ms;
  std::vector<double> p99_ms;
};

// One round. Throws std::runtime_error when more than one in 50 was not answered.
[[nodiscard]] RoundLatency answered_round(PacedProbe& probe, std::size_t probes);

// A round that only warms up, then `rounds` of `probes` each; throws likewise.
[[nodiscard]] LatencyRounds latency_rounds(PacedProbe& probe, int rounds, std::size_t probes);

}  // namespace luft::bench
