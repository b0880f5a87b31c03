#include "hub/intake/recent_values.h"

#include <algorithm>
#include <cassert>

#include "hub/intake/average.h"

namespace luft::hub {

void RecentValues::add(double value, SteadyTime sampled) {
  if (any()) {
    if (sampled < newest_at_) return;
    make_newest_earlier(std::chrono::floor<std::chrono::milliseconds>(sampled - newest_at_));
  }
  newest_ = value;
  newest_at_ = sampled;
}

void RecentValues::make_newest_earlier(std::chrono::milliseconds ago) {
  if (ago > kAveraging) return earlier_.reset();
  if (!earlier_) earlier_ = std::make_unique<Earlier>();
  auto& [values, ago_ms, count] = *earlier_;
  const std::size_t room = std::min<std::size_t>(count, values.size() - 1);
  std::size_t kept = 0;
  while (kept < room && ago + std::chrono::milliseconds{ago_ms[kept]} <= kAveraging) ++kept;
  for (std::size_t i = kept; i > 0; --i) {
    values[i] = values[i - 1];
    ago_ms[i] = static_cast<std::uint16_t>(ago_ms[i - 1] + ago.count());
  }
  values[0] = newest_;
  ago_ms[0] = static_cast<std::uint16_t>(ago.count());
  count = static_cast<std::uint8_t>(kept + 1);
}

double RecentValues::average(contract::Metric metric) const {
  assert(any());
  Average average{metric};
  average.add(newest_);
  for (std::size_t i = 0; earlier_ && i < earlier_->count; ++i) average.add(earlier_->values[i]);
  return *average.value();
}

}  // namespace luft::hub
