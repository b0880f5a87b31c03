#include "firmware/core/spike_filter.h"

#include <algorithm>
#include <cmath>

namespace luft::firmware {
namespace {

// More than a window thrown open in winter, or breath on the sensor, does between two probes.
std::optional<double> farthest_jump(contract::Metric metric) {
  using contract::Metric;
  switch (metric) {
    case Metric::temperature:
      return 5;  // °C
    case Metric::humidity:
      return 20;  // %
    case Metric::co2:
      return 2'000;  // ppm
    case Metric::pressure:
      return 5;  // hPa
    default:
      return std::nullopt;
  }
}

double median(double a, double b, double c) {
  return std::max(std::min(a, b), std::min(std::max(a, b), c));
}

}  // namespace

SpikeFilter::SpikeFilter(contract::Metric metric) : farthest_(farthest_jump(metric)) {}

std::optional<double> SpikeFilter::filter(double value, Uptime now) {
  if (!farthest_) return value;
  const bool comparable = accepted_ && now - accepted_at_ <= kComparable;
  if (comparable && std::abs(value - *accepted_) > *farthest_) {
    if (!suspect_) {
      suspect_ = value;
      return std::nullopt;
    }
    const double middle = median(*accepted_, *suspect_, value);
    suspect_ = value;
    value = middle;
  } else {
    suspect_.reset();
  }
  accepted_ = value;
  accepted_at_ = now;
  return value;
}

}  // namespace luft::firmware
