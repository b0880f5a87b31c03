// Durations in fixed memory (about 5 KB): lock-free to add, quantiles within 3.2 %. From 1 ns to
// about 18 min; longer ones count as the longest. Any thread may add or read.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <cstdint>

namespace luft::runtime {

class LatencyHistogram {
 public:
  void add(std::chrono::nanoseconds duration) noexcept;

  [[nodiscard]] std::uint64_t count() const;
  [[nodiscard]] std::chrono::nanoseconds sum() const;
  // `q` in 0..1; the middle of the bucket that holds it. Zero when nothing was added.
  [[nodiscard]] std::chrono::nanoseconds quantile(double q) const;
  // How many were below 2^exponent ns: exact, for Prometheus' cumulative buckets.
  [[nodiscard]] std::uint64_t count_below_power(int exponent) const;

 private:
  static constexpr int kSubBits = 4;  // 16 buckets for each doubling
  static constexpr int kMaxPower = 40;
  static constexpr std::size_t kBuckets = std::size_t{kMaxPower - kSubBits + 1} << kSubBits;

  static std::size_t bucket_of(std::uint64_t ns);
  static std::uint64_t lower_bound_of(std::size_t bucket);

  std::array<std::atomic<std::uint64_t>, kBuckets> buckets_{};
  std::atomic<std::uint64_t> sum_ns_{0};
};

}  // namespace luft::runtime
