#include "runtime/latency_histogram.h"

#include <algorithm>
#include <bit>

namespace luft::runtime {
namespace {

constexpr std::uint64_t kSubBuckets = 16;

}  // namespace

// Below 32 ns a bucket is 1 ns wide; from there each doubling has 16 buckets of equal width.
std::size_t LatencyHistogram::bucket_of(std::uint64_t ns) {
  static_assert(kSubBuckets == std::uint64_t{1} << kSubBits);
  const std::uint64_t clamped = std::min(ns, (std::uint64_t{1} << kMaxPower) - 1);
  if (clamped < kSubBuckets) return clamped;
  const int shift = static_cast<int>(std::bit_width(clamped)) - 1 - kSubBits;
  return (static_cast<std::size_t>(shift + 1) << kSubBits) + ((clamped >> shift) - kSubBuckets);
}

std::uint64_t LatencyHistogram::lower_bound_of(std::size_t bucket) {
  if (bucket < kSubBuckets) return bucket;
  const std::size_t shift = (bucket >> kSubBits) - 1;
  return (kSubBuckets + (bucket & (kSubBuckets - 1))) << shift;
}

void LatencyHistogram::add(std::chrono::nanoseconds duration) noexcept {
  const auto ns = static_cast<std::uint64_t>(std::max<std::int64_t>(duration.count(), 0));
  buckets_[bucket_of(ns)].fetch_add(1, std::memory_order_relaxed);
  sum_ns_.fetch_add(ns, std::memory_order_relaxed);
}

std::uint64_t LatencyHistogram::count() const {
  return count_below_power(kMaxPower);
}

std::chrono::nanoseconds LatencyHistogram::sum() const {
  return std::chrono::nanoseconds{sum_ns_.load(std::memory_order_relaxed)};
}

std::chrono::nanoseconds LatencyHistogram::quantile(double q) const {
  const auto total = static_cast<double>(count());
  const double wanted = std::max(1.0, std::clamp(q, 0.0, 1.0) * total);
  std::uint64_t seen = 0;
  for (std::size_t bucket = 0; bucket < kBuckets; ++bucket) {
    seen += buckets_[bucket].load(std::memory_order_relaxed);
    if (static_cast<double>(seen) < wanted) continue;
    const std::uint64_t low = lower_bound_of(bucket);
    return std::chrono::nanoseconds{low + ((lower_bound_of(bucket + 1) - low) / 2)};
  }
  return std::chrono::nanoseconds{0};
}

std::uint64_t LatencyHistogram::count_below_power(int exponent) const {
  const std::uint64_t bound = std::uint64_t{1} << std::clamp(exponent, 0, kMaxPower);
  std::uint64_t below = 0;
  for (std::size_t bucket = 0; bucket < kBuckets && lower_bound_of(bucket) < bound; ++bucket) {
    below += buckets_[bucket].load(std::memory_order_relaxed);
  }
  return below;
}

}  // namespace luft::runtime
