#include "runtime/metrics.h"

#include <prometheus/check_names.h>
#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <cassert>
#include <deque>
#include <mutex>
#include <sstream>
#include <variant>

namespace luft::runtime {
namespace {

constexpr int kFirstPower = 10;  // 2^10 ns: about 1 µs
constexpr int kLastPower = 36;   // 2^36 ns: about 69 s
constexpr double kNanosecondsPerSecond = 1e9;

double seconds(std::chrono::nanoseconds duration) {
  return static_cast<double>(duration.count()) / kNanosecondsPerSecond;
}

using ReadGauge = std::function<double()>;

// In one family, all of one kind. unique_ptr: references handed out stay valid.
struct Series {
  MetricLabels labels;
  std::variant<std::unique_ptr<Counter>, std::unique_ptr<Gauge>, std::unique_ptr<LatencyHistogram>,
               std::unique_ptr<Histogram>, ReadGauge>
      value;
};

struct Family {
  std::string name;
  std::string help;
  prometheus::MetricType type{};
  std::deque<Series> series;
};

void fill(prometheus::ClientMetric& metric, const LatencyHistogram& latency) {
  prometheus::ClientMetric::Histogram& histogram = metric.histogram;
  for (int power = kFirstPower; power <= kLastPower; ++power) {
    histogram.bucket.push_back(
        {.cumulative_count = latency.count_below_power(power),
         .upper_bound = static_cast<double>(std::uint64_t{1} << power) / kNanosecondsPerSecond});
  }
  histogram.sample_count = latency.count();
  histogram.sample_sum = seconds(latency.sum());
}

void fill(prometheus::ClientMetric& metric, const Histogram& numbers) {
  prometheus::ClientMetric::Histogram& histogram = metric.histogram;
  for (std::size_t i = 0; i < numbers.bounds().size(); ++i) {
    histogram.bucket.push_back(
        {.cumulative_count = numbers.count_up_to(i), .upper_bound = numbers.bounds()[i]});
  }
  histogram.sample_count = numbers.count();
  histogram.sample_sum = numbers.sum();
}

prometheus::ClientMetric collect(const Series& series) {
  prometheus::ClientMetric metric;
  for (const auto& [label, value] : series.labels) {
    metric.label.push_back({.name = label, .value = value});
  }
  if (const auto* counter = std::get_if<std::unique_ptr<Counter>>(&series.value)) {
    metric.counter.value = static_cast<double>((*counter)->value());
  } else if (const auto* gauge = std::get_if<std::unique_ptr<Gauge>>(&series.value)) {
    metric.gauge.value = (*gauge)->value();
  } else if (const auto* read = std::get_if<ReadGauge>(&series.value)) {
    metric.gauge.value = (*read)();
  } else if (const auto* numbers = std::get_if<std::unique_ptr<Histogram>>(&series.value)) {
    fill(metric, **numbers);
  } else {
    fill(metric, *std::get<std::unique_ptr<LatencyHistogram>>(series.value));
  }
  return metric;
}

void append_samples(std::vector<MetricSample>& samples, const std::string& name,
                    const Series& series) {
  if (const auto* held = std::get_if<std::unique_ptr<LatencyHistogram>>(&series.value)) {
    const LatencyHistogram& latency = **held;
    const auto count = static_cast<double>(latency.count());
    samples.push_back({name + "_count", series.labels, count});
    samples.push_back(
        {name + "_mean", series.labels, count > 0 ? seconds(latency.sum()) / count : 0.0});
    samples.push_back({name + "_p50", series.labels, seconds(latency.quantile(0.5))});
    samples.push_back({name + "_p99", series.labels, seconds(latency.quantile(0.99))});
    return;
  }
  if (const auto* held = std::get_if<std::unique_ptr<Histogram>>(&series.value)) {
    const auto count = static_cast<double>((*held)->count());
    samples.push_back({name + "_count", series.labels, count});
    samples.push_back({name + "_mean", series.labels, count > 0 ? (*held)->sum() / count : 0.0});
    return;
  }
  const prometheus::ClientMetric metric = collect(series);
  const bool counts = std::holds_alternative<std::unique_ptr<Counter>>(series.value);
  samples.push_back({name, series.labels, counts ? metric.counter.value : metric.gauge.value});
}

}  // namespace

class Metrics::Impl {
 public:
  template <typename Value, typename... Arguments>
  Value& get(std::string_view name, std::string_view help, prometheus::MetricType type,
             MetricLabels labels, Arguments&&... arguments) {
    const std::lock_guard lock{mutex_};
    auto& value = series(name, help, type, std::move(labels),
                         std::make_unique<Value>(std::forward<Arguments>(arguments)...));
    return *std::get<std::unique_ptr<Value>>(value);
  }

  void add_read(std::string_view name, std::string_view help, ReadGauge read, MetricLabels labels) {
    const std::lock_guard lock{mutex_};
    series(name, help, prometheus::MetricType::Gauge, std::move(labels), std::move(read));
  }

  [[nodiscard]] std::string text() const {
    std::vector<prometheus::MetricFamily> collected;
    {
      const std::lock_guard lock{mutex_};
      for (const Family& family : families_) {
        prometheus::MetricFamily& out = collected.emplace_back();
        out.name = family.name;
        out.help = family.help;
        out.type = family.type;
        for (const Series& one : family.series) out.metric.push_back(collect(one));
      }
    }
    std::ostringstream text;
    prometheus::TextSerializer{}.Serialize(text, collected);
    return std::move(text).str();
  }

  [[nodiscard]] std::vector<MetricSample> samples() const {
    const std::lock_guard lock{mutex_};
    std::vector<MetricSample> samples;
    for (const Family& family : families_) {
      for (const Series& one : family.series) append_samples(samples, family.name, one);
    }
    return samples;
  }

 private:
  using Value = decltype(Series::value);

  // The series of that name and labels; `made` becomes its value when there is none yet.
  Value& series(std::string_view name, std::string_view help, prometheus::MetricType type,
                MetricLabels labels, Value made) {
    Family& family = family_of(name, help, type);
    const auto found = std::ranges::find(family.series, labels, &Series::labels);
    if (found != family.series.end()) return found->value;
    for ([[maybe_unused]] const auto& [label, value] : labels) {
      assert(prometheus::CheckMetricName(label) && label.find(':') == std::string::npos);
    }
    return family.series.emplace_back(Series{std::move(labels), std::move(made)}).value;
  }

  Family& family_of(std::string_view name, std::string_view help, prometheus::MetricType type) {
    const auto found = std::ranges::find(families_, name, &Family::name);
    if (found != families_.end()) {
      assert(found->type == type);
      return *found;
    }
    Family& family = families_.emplace_back();
    family.name = name;
    family.help = help;
    family.type = type;
    assert(prometheus::CheckMetricName(family.name));
    return family;
  }

  mutable std::mutex mutex_;     // guards families_, not the values
  std::deque<Family> families_;  // in order of first mention
};

Metrics::Metrics() : impl_{std::make_unique<Impl>()} {}
Metrics::~Metrics() = default;
Counter& Metrics::counter(std::string_view name, std::string_view help, MetricLabels labels) {
  return impl_->get<Counter>(name, help, prometheus::MetricType::Counter, std::move(labels));
}
Gauge& Metrics::gauge(std::string_view name, std::string_view help, MetricLabels labels) {
  return impl_->get<Gauge>(name, help, prometheus::MetricType::Gauge, std::move(labels));
}
LatencyHistogram& Metrics::latency(std::string_view name, std::string_view help,
                                   MetricLabels labels) {
  return impl_->get<LatencyHistogram>(name, help, prometheus::MetricType::Histogram,
                                      std::move(labels));
}
Histogram& Metrics::histogram(std::string_view name, std::string_view help,
                              std::vector<double> bounds, MetricLabels labels) {
  return impl_->get<Histogram>(name, help, prometheus::MetricType::Histogram, std::move(labels),
                               std::move(bounds));
}
void Metrics::gauge_read(std::string_view name, std::string_view help, std::function<double()> read,
                         MetricLabels labels) {
  impl_->add_read(name, help, std::move(read), std::move(labels));
}
std::string Metrics::text() const {
  return impl_->text();
}
std::vector<MetricSample> Metrics::samples() const {
  return impl_->samples();
}

}  // namespace luft::runtime
