// When to look at a sensor and when to tell: periodically (an average) and on change (at once).
// A value that no room reaches so fast waits for the next probe and counts as the median of both
// and what was before; a sensor that says nothing useful any more is lost, until it is found again.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>

#include "contract/metric.h"
#include "firmware/core/spike_filter.h"
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
  std::uint64_t suspect = 0;      // too far from the one before: waited for the next
};

// Which sensors (contract::sensor_bit) came and went.
struct SensorChanges {
  std::uint16_t lost = 0;
  std::uint16_t found = 0;

  [[nodiscard]] bool empty() const { return lost == 0 && found == 0; }
};

class Sampler {
 public:
  // So many probes in a row without a plausible answer, and the sensor is lost.
  static constexpr std::uint8_t kProbesUntilLost = 3;

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
  // Of these, the ones that are lost now.
  [[nodiscard]] std::uint16_t lost() const { return lost_; }
  // What changed since the last call.
  [[nodiscard]] SensorChanges take_changes();

 private:
  struct Channel {
    MetricSettings settings;
    MetricSettings own;  // as built
    Uptime next_probe{};
    Uptime next_report{};
    double sum = 0;  // of values, or of sound energies
    std::uint32_t count = 0;
    std::optional<double> reported;
    SpikeFilter spikes{};
    std::uint8_t failures = 0;  // probes in a row
  };

  [[nodiscard]] Channel& channel(contract::Metric metric);
  [[nodiscard]] const Channel* sampled(contract::Metric metric) const;
  [[nodiscard]] std::optional<double> plausible(contract::Metric metric,
                                                std::optional<double> value, Uptime now);
  void fail(contract::Metric metric);
  void succeed(contract::Metric metric);

  std::array<Channel, contract::kMetricCount> channels_{};
  std::uint16_t sensors_ = 0;
  std::uint16_t lost_ = 0;
  std::uint16_t told_lost_ = 0;  // as of the last take_changes()
  SamplerCounters counters_;
};

}  // namespace luft::firmware
