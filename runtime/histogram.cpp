#include "runtime/histogram.h"

#include <algorithm>
#include <cassert>
#include <utility>

namespace luft::runtime {

Histogram::Histogram(std::vector<double> bounds)
    : bounds_(std::move(bounds)), counts_(bounds_.size() + 1) {
  assert(std::ranges::is_sorted(bounds_));
}

void Histogram::add(double value) noexcept {
  const auto bound = std::ranges::lower_bound(bounds_, value);
  counts_[static_cast<std::size_t>(bound - bounds_.begin())].fetch_add(1,
                                                                       std::memory_order_relaxed);
  sum_.fetch_add(value, std::memory_order_relaxed);
}

std::uint64_t Histogram::count_up_to(std::size_t bound) const {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i <= bound; ++i) count += counts_[i].load(std::memory_order_relaxed);
  return count;
}

std::uint64_t Histogram::count() const {
  return count_up_to(bounds_.size());
}

}  // namespace luft::runtime
