// A service's numbers, and their text form for Prometheus. Ask for a metric once, at start, and
// keep the reference: it stays valid as long as the Metrics. Updating is one relaxed atomic
// operation, from any thread. Names: luft_<service>_<what>_<unit>[_total]. Labels must come from
// small closed sets: never a device id.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/histogram.h"
#include "runtime/latency_histogram.h"

namespace luft::runtime {

using MetricLabels = std::vector<std::pair<std::string, std::string>>;

// Only goes up.
class Counter {
 public:
  void add(std::uint64_t n = 1) noexcept { value_.fetch_add(n, std::memory_order_relaxed); }
  [[nodiscard]] std::uint64_t value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<std::uint64_t> value_{0};
};

// Goes up and down.
class Gauge {
 public:
  void set(double value) noexcept { value_.store(value, std::memory_order_relaxed); }
  void add(double by) noexcept { value_.fetch_add(by, std::memory_order_relaxed); }
  [[nodiscard]] double value() const { return value_.load(std::memory_order_relaxed); }

 private:
  std::atomic<double> value_{0};
};

// One number at one moment, for service_metrics rows. A histogram becomes four:
// <name>_count, <name>_mean, <name>_p50, <name>_p99 (the last three in seconds); one of numbers
// that are no durations, the first two.
struct MetricSample {
  std::string name;
  MetricLabels labels;
  double value = 0;
};

class Metrics {
 public:
  Metrics();
  Metrics(const Metrics&) = delete;
  Metrics& operator=(const Metrics&) = delete;
  ~Metrics();

  // The metric of that name and labels; made when asked for first. A name has one kind and one
  // help text (that of the first call); a malformed name or label, or a second kind, is a bug and
  // ends the program.
  Counter& counter(std::string_view name, std::string_view help, MetricLabels labels = {});
  Gauge& gauge(std::string_view name, std::string_view help, MetricLabels labels = {});
  // Exported in seconds, with buckets of powers of two from 1 µs to 69 s.
  LatencyHistogram& latency(std::string_view name, std::string_view help, MetricLabels labels = {});
  // Of numbers that are no durations; `bounds` are those of the first call.
  Histogram& histogram(std::string_view name, std::string_view help, std::vector<double> bounds,
                       MetricLabels labels = {});
  // A gauge that is asked when read (such as a channel's size). `read` must be thread-safe and
  // stay callable as long as this object.
  void gauge_read(std::string_view name, std::string_view help, std::function<double()> read,
                  MetricLabels labels = {});

  [[nodiscard]] std::string text() const;  // Prometheus text exposition format 0.0.4
  [[nodiscard]] std::vector<MetricSample> samples() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace luft::runtime
