#include "firmware/core/configuration.h"

#include <algorithm>

namespace luft::firmware {
namespace {

using std::chrono::seconds;

constexpr std::string_view kNoSensor = "this device has no such sensor";
constexpr std::string_view kNoMicrophone = "this device can record no clips";
constexpr std::string_view kNoWindow = "this device has no window";

// A time that is no whole number of seconds cannot be told.
std::optional<std::uint32_t> whole_seconds(Uptime time) {
  if (time < seconds{1} || time % seconds{1} != Uptime{}) return std::nullopt;
  return static_cast<std::uint32_t>(std::chrono::duration_cast<seconds>(time).count());
}

}  // namespace

Configuration::Taken Configuration::take(const contract::DeviceConfig& desired,
                                         const Configurable& parts, Uptime now) {
  if (desired.version == version_) return Taken::known;
  if (desired.version < version_) return Taken::older;
  version_ = desired.version;
  refused_.refusal_count = 0;
  for (const contract::MetricInfo& metric : contract::all_metrics()) {
    apply(metric.metric, desired.of(metric.metric), parts.sampler, now);
  }
  apply(desired.window, parts.window);
  apply(desired.audio, parts.clips, now);
  return Taken::applied;
}

void Configuration::apply(const contract::WindowConfig& config, Window* window) {
  if (window != nullptr) return window->configure(config);
  if (config.rest_s) refused_.refuse("window.rest_s", kNoWindow);
  if (config.strict) refused_.refuse("window.strict", kNoWindow);
  if (config.locked) refused_.refuse("window.locked", kNoWindow);
  if (config.quiet_from_min) refused_.refuse("window.quiet_from_min", kNoWindow);
}

void Configuration::apply(const contract::AudioConfig& config, AudioClips* clips, Uptime now) {
  const seconds every{config.clip_every_s.value_or(0)};
  if (clips != nullptr) return clips->set_every(every, now);
  if (every > seconds{0}) refused_.refuse("audio.clip_every_s", kNoMicrophone);
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

contract::ReportedConfig Configuration::report(const Configurable& parts) const {
  contract::ReportedConfig report = refused_;
  report.in_force.version = version_;
  for (const contract::MetricInfo& metric : contract::all_metrics()) {
    const MetricSettings* settings = parts.sampler.settings(metric.metric);
    if (settings == nullptr) continue;
    report.in_force.of(metric.metric) = {.interval_s = whole_seconds(settings->interval),
                                         .probe_s = whole_seconds(settings->probe),
                                         .deadband = settings->deadband};
  }
  if (parts.window != nullptr) report.in_force.window = parts.window->configuration();
  if (parts.clips != nullptr) {
    const auto every = std::chrono::duration_cast<seconds>(parts.clips->every());
    report.in_force.audio.clip_every_s = static_cast<std::uint32_t>(every.count());
  }
  return report;
}

}  // namespace luft::firmware
