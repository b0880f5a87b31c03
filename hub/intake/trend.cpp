#include "hub/intake/trend.h"

#include "hub/false_digits.h"

namespace luft::hub {

void Trend::add(double value, SteadyTime sampled) {
  if (sampled < newest_.sampled) return;
  const bool is_first = !newest_.any();
  newest_ = {.value = value, .sampled = sampled};
  if (is_first) {
    baseline_ = next_baseline_ = newest_;
  } else if (sampled - next_baseline_.sampled >= kBaseline) {
    baseline_ = next_baseline_;
    next_baseline_ = newest_;
  }
}

std::optional<double> Trend::per_hour() const {
  if (!newest_.any() || newest_.sampled - baseline_.sampled < kBaseline / 2) return std::nullopt;
  const std::chrono::duration<double, std::ratio<3600>> hours = newest_.sampled - baseline_.sampled;
  return without_false_digits((newest_.value - baseline_.value) / hours.count());
}

}  // namespace luft::hub
