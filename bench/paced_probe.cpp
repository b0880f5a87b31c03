// Pacing, matching answers, and the quantiles of a round.
#include "bench/paced_probe.h"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace luft::bench {

namespace {

constexpr std::chrono::seconds kGrace{2};

double quantile(std::vector<double>& values, double q) {
  if (values.empty()) return 0;
  const auto index = static_cast<std::size_t>(q * static_cast<double>(values.size() - 1));
  const auto nth = values.begin() + static_cast<std::ptrdiff_t>(index);
  std::nth_element(values.begin(), nth, values.end());
  return *nth;
}

}  // namespace

RoundLatency PacedProbe::run(std::size_t probes) {
  done_ = {};
  loop_.post([this, probes] {
    latencies_ms_.clear();
    end_ = next_ + probes;
    send_next();
  });
  return done_.get_future().get();
}

void PacedProbe::send_next() {
  if (next_ == end_) {
    loop_.call_after(kGrace, [this] { finish(); });
    return;
  }
  loop_.call_after(interval_, [this] { send_next(); });
  waiting_[next_] = Clock::now();
  send_(next_++);
}

void PacedProbe::answered(std::uint64_t n) {
  const auto found = waiting_.find(n);
  if (found == waiting_.end()) return;
  latencies_ms_.push_back(
      std::chrono::duration<double, std::milli>(Clock::now() - found->second).count());
  waiting_.erase(found);
}

void PacedProbe::finish() {
  const RoundLatency round{.p50_ms = quantile(latencies_ms_, 0.5),
                           .p99_ms = quantile(latencies_ms_, 0.99),
                           .unanswered = waiting_.size()};
  waiting_.clear();
  done_.set_value(round);
}

RoundLatency answered_round(PacedProbe& probe, std::size_t probes) {
  const RoundLatency latency = probe.run(probes);
  if (latency.unanswered <= probes / 50) return latency;
  throw std::runtime_error{
      fmt::format("{} of {} probes were not answered", latency.unanswered, probes)};
}

LatencyRounds latency_rounds(PacedProbe& probe, int rounds, std::size_t probes) {
  LatencyRounds measured;
  probe.run(probes);
  for (int round = 0; round < rounds; ++round) {
    const RoundLatency latency = answered_round(probe, probes);
    measured.p50_ms.push_back(latency.p50_ms);
    measured.p99_ms.push_back(latency.p99_ms);
  }
  return measured;
}

}  // namespace luft::bench
