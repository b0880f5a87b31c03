// How often a number fell where: counts up to each of a few bounds, and the sum. In fixed memory;
// adding is lock-free, from any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace luft::runtime {

class Histogram {
 public:
  // `bounds`: ascending.
  explicit Histogram(std::vector<double> bounds);

  void add(double value) noexcept;

  [[nodiscard]] std::span<const double> bounds() const { return bounds_; }
  // How many were no more than the bound of that index; exact.
  [[nodiscard]] std::uint64_t count_up_to(std::size_t bound) const;
  [[nodiscard]] std::uint64_t count() const;
  [[nodiscard]] double sum() const { return sum_.load(std::memory_order_relaxed); }

 private:
  const std::vector<double> bounds_;
  std::vector<std::atomic<std::uint64_t>> counts_;  // in between; the last one is beyond all
  std::atomic<double> sum_{0};
};

}  // namespace luft::runtime
