#include "firmware/core/configuration.h"

#include <algorithm>

namespace luft::firmware {
namespace {

using std::chrono::seconds;

constexpr std::string_view kNoSensor = "this device has no such sensor";
constexpr std::string_view kNoWindow = "this device has no window";

// A time that is no whole number of seconds cannot be told.
std::optional<std::uint32_t> whole_seconds(Uptime time) {
  if (time < seconds{1} || time % seconds{1} != Uptime{}) return std::nullopt;
  return static_cast<std::uint32_t>(std::chrono::duration_cast<seconds>(time).count());
}

}  // namespace

Configuration::Taken Configuration::take(const contract::DeviceConfig& desired, Sampler& sampler,
                                         Window* window, Uptime now) {
  if (desired.version == version_) return Taken::known;
  if (desired.version < version_) return Taken::older;
  version_ = desired.version;
  refused_ = {};
  for (const contract::MetricInfo& metric : contract::all_metrics()) {
    apply(metric.metric, desired.of(metric.metric), sampler, now);
  }
  if (window != nullptr) {
    window->configure(desired.window);
  } else {
    if (desired.window.rest_s) refused_.refuse("window.rest_s", kNoWindow);
    if (desired.window.strict) refused_.refuse("window.strict", kNoWindow);
  }
  return Taken::applied;
}

void Configuration::apply(contract::Metric metric, const contract::MetricConfig& config,
                          Sampler& sampler, Uptime now) {
  const MetricSettings* own = sampler.own_settings(metric);
  if (own == nullptr) {
    if (config.interval_s) refuse(metric, ".interval_s", kNoSensor);
    if (config.probe_s) refuse(metric, ".probe_s", kNoSensor);
    if (config.deadband) refuse(metric, ".deadband", kNoSensor);
    return;
  }
  MetricSettings next = *own;
  if (config.interval_s) next.interval = seconds{*config.interval_s};
  next.probe = std::min(next.probe, next.interval);
  if (config.probe_s && seconds{*config.probe_s} > next.interval) {
    refuse(metric, ".probe_s", "longer than the interval");
  } else if (config.probe_s) {
    next.probe = seconds{*config.probe_s};
  }
  if (config.deadband) next.deadband = *config.deadband;
  sampler.change(next, now);
}

void Configuration::refuse(contract::Metric metric, std::string_view setting,
                           std::string_view reason) {
  std::array<char, 32> name{};
  const std::string_view metric_name = contract::info(metric).name;
  auto end = std::copy(metric_name.begin(), metric_name.end(), name.begin());
  end = std::copy(setting.begin(), setting.end(), end);
  refused_.refuse({name.data(), static_cast<std::size_t>(end - name.begin())}, reason);
}

contract::ReportedConfig Configuration::report(const Sampler& sampler, const Window* window) const {
  contract::ReportedConfig report = refused_;
  report.in_force.version = version_;
  for (const contract::MetricInfo& metric : contract::all_metrics()) {
    const MetricSettings* settings = sampler.settings(metric.metric);
    if (settings == nullptr) continue;
    report.in_force.of(metric.metric) = {.interval_s = whole_seconds(settings->interval),
                                         .probe_s = whole_seconds(settings->probe),
                                         .deadband = settings->deadband};
  }
  if (window != nullptr) report.in_force.window = window->configuration();
  return report;
}

}  // namespace luft::firmware
