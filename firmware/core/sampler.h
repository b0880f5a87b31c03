// When to look at a sensor and when to tell: periodically (an average) and on change (at once).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "contract/metric.h"
#include "firmware/core/uptime.h"

namespace luft::firmware {

struct MetricSettings {
  contract::Metric metric{};
  Uptime interval = std::chrono::seconds{60};  // a report at least this often
  Uptime probe = std::chrono::seconds{10};     // how often the sensor is asked; <= interval
  double deadband = 0;  // a probe this far from the last report is reported at once; 0: never
};

// What a sensor's silence or nonsense looks like from outside.
struct SamplerCounters {
  std::uint64_t reports = 0;
  std::uint64_t silent = 0;       // the sensor did not answer
  std::uint64_t implausible = 0;  // outside the metric's range, or not a number
};

class Sampler {
 public:
  // At most one entry a metric. `phase` delays the first probe: a fleet switched on together does
  // not speak together, but the metrics of one device stay side by side.
  Sampler(std::span<const MetricSettings> metrics, Uptime phase);

  // Whether the sensor should be asked now. Each true answer is one probe: hand it to `offer`.
  [[nodiscard]] bool wants(contract::Metric metric, Uptime now);

  // Takes a probe (empty: no answer); returns the value to report, rounded to 0.01, if it is time.
  [[nodiscard]] std::optional<double> offer(contract::Metric metric, std::optional<double> value,
                                            Uptime now);

  // From now on so, until the next change. Only for a metric that is sampled.
  void change(const MetricSettings& settings, Uptime now);
  // In force, and as the device was built; null when this metric is not sampled.
  [[nodiscard]] const MetricSettings* settings(contract::Metric metric) const;
  [[nodiscard]] const MetricSettings* own_settings(contract::Metric metric) const;

  [[nodiscard]] const SamplerCounters& counters() const { return counters_; }
  // A bit per metric that is sampled (contract::sensor_bit).
  [[nodiscard]] std::uint16_t sensors() const { return sensors_; }

 private:
  struct Channel {
    MetricSettings settings;
    MetricSettings own;  // as built
    Uptime next_probe{};
    Uptime next_report{};
    double sum = 0;  // of values, or of sound energies
    std::uint32_t count = 0;
    std::optional<double> reported;
  };

  [[nodiscard]] Channel& channel(contract::Metric metric);
  [[nodiscard]] const Channel* sampled(contract::Metric metric) const;

  std::array<Channel, contract::kMetricCount> channels_{};
  std::uint16_t sensors_ = 0;
  SamplerCounters counters_;
};

}  // namespace luft::firmware
