// The average of values of one metric. Sound levels are averaged as energies, as the device's
// sampler does it: a quiet minute with one shout was not quiet (LAeq). Pure.
#pragma once

#include <cmath>
#include <cstddef>
#include <optional>

#include "contract/metric.h"
#include "hub/false_digits.h"

namespace luft::hub {

class Average {
 public:
  explicit Average(contract::Metric metric)
      : of_energy_(metric == contract::Metric::sound_volume) {}

  void add(double value) {
    sum_ += of_energy_ ? std::pow(10.0, value / 10.0) : value;
    ++count_;
  }
  // Empty when nothing was added.
  [[nodiscard]] std::optional<double> value() const {
    if (count_ == 0) return std::nullopt;
    const double mean = sum_ / static_cast<double>(count_);
    return without_false_digits(of_energy_ ? 10.0 * std::log10(mean) : mean);
  }

 private:
  bool of_energy_;
  double sum_ = 0;
  std::size_t count_ = 0;
};

}  // namespace luft::hub
