#include "runtime/backoff.h"

#include <algorithm>

namespace luft::runtime {

Backoff::Backoff(BackoffSettings settings, std::uint64_t seed)
    : settings_{settings},
      random_{static_cast<std::minstd_rand::result_type>(seed ^ (seed >> 32U))} {}

std::chrono::milliseconds Backoff::next() {
  const std::uint32_t doublings = std::min(failures_, 20U);  // far beyond any limit, no overflow
  ++failures_;
  const auto longest =
      std::min(settings_.first * (std::int64_t{1} << doublings), settings_.longest);
  std::uniform_int_distribution<std::int64_t> between{longest.count() / 2, longest.count()};
  return std::chrono::milliseconds{between(random_)};
}

void Backoff::reset() {
  failures_ = 0;
}

}  // namespace luft::runtime
