#include "firmware/core/sampler.h"

#include <algorithm>
#include <cassert>
#include <cmath>

#include "contract/device.h"
#include "sound/decibel.h"

namespace luft::firmware {
namespace {

// Levels are averaged as energies: a quiet minute with one shout was not quiet (LAeq).
double to_sum(contract::Metric metric, double value) {
  return metric == contract::Metric::sound_volume ? sound::power_ratio(value) : value;
}

double from_mean(contract::Metric metric, double mean) {
  return metric == contract::Metric::sound_volume ? 10.0 * std::log10(mean) : mean;
}

double rounded(double value) {
  return std::round(value * 100.0) / 100.0;
}

}  // namespace

Sampler::Sampler(std::span<const MetricSettings> metrics, Uptime phase) {
  for (const MetricSettings& settings : metrics) {
    assert(settings.probe.count() > 0 && settings.probe <= settings.interval);
    sensors_ |= contract::sensor_bit(settings.metric);
    channel(settings.metric) = {.settings = settings,
                                .own = settings,
                                .next_probe = phase,
                                .next_report = phase,
                                .reported = {},
                                .spikes = SpikeFilter(settings.metric)};
  }
}

Sampler::Channel& Sampler::channel(contract::Metric metric) {
  return channels_[static_cast<std::size_t>(metric)];
}

const Sampler::Channel* Sampler::sampled(contract::Metric metric) const {
  if ((sensors_ & contract::sensor_bit(metric)) == 0) return nullptr;
  return &channels_[static_cast<std::size_t>(metric)];
}

const MetricSettings* Sampler::settings(contract::Metric metric) const {
  const Channel* own = sampled(metric);
  return own != nullptr ? &own->settings : nullptr;
}

const MetricSettings* Sampler::own_settings(contract::Metric metric) const {
  const Channel* own = sampled(metric);
  return own != nullptr ? &own->own : nullptr;
}

void Sampler::change(const MetricSettings& settings, Uptime now) {
  assert(sampled(settings.metric) != nullptr);
  assert(settings.probe.count() > 0 && settings.probe <= settings.interval);
  Channel& own = channel(settings.metric);
  own.settings = settings;
  // A shorter interval counts at once; what was sampled so far is told with the next report.
  own.next_probe = std::min(own.next_probe, now + settings.probe);
  own.next_report = std::min(own.next_report, now + settings.interval);
}

bool Sampler::wants(contract::Metric metric, Uptime now) {
  if ((sensors_ & contract::sensor_bit(metric)) == 0) return false;
  Channel& own = channel(metric);
  if (now < own.next_probe) return false;
  own.next_probe += own.settings.probe;
  if (own.next_probe <= now) own.next_probe = now + own.settings.probe;  // was late: no catching up
  return true;
}

std::optional<double> Sampler::plausible(contract::Metric metric, std::optional<double> value,
                                         Uptime now) {
  const contract::MetricInfo& range = contract::info(metric);
  if (!value) {
    ++counters_.silent;
    fail(metric);
    return std::nullopt;
  }
  if (!std::isfinite(*value) || *value < range.min || *value > range.max) {
    ++counters_.implausible;
    fail(metric);
    return std::nullopt;
  }
  succeed(metric);
  const auto filtered = channel(metric).spikes.filter(*value, now);
  if (!filtered) ++counters_.suspect;
  return filtered;
}

void Sampler::fail(contract::Metric metric) {
  Channel& own = channel(metric);
  if (own.failures < kProbesUntilLost) {
    ++own.failures;
    if (own.failures == kProbesUntilLost) lost_ |= contract::sensor_bit(metric);
  }
}

// A sensor that was lost tells at once how things are now, and nothing of before it was lost.
void Sampler::succeed(contract::Metric metric) {
  Channel& own = channel(metric);
  own.failures = 0;
  if ((lost_ & contract::sensor_bit(metric)) == 0) return;
  lost_ &= static_cast<std::uint16_t>(~contract::sensor_bit(metric));
  own.sum = 0;
  own.count = 0;
  own.next_report = Uptime{};
}

SensorChanges Sampler::take_changes() {
  const SensorChanges changes{.lost = static_cast<std::uint16_t>(lost_ & ~told_lost_),
                              .found = static_cast<std::uint16_t>(told_lost_ & ~lost_)};
  told_lost_ = lost_;
  return changes;
}

std::optional<double> Sampler::offer(contract::Metric metric, std::optional<double> value,
                                     Uptime now) {
  value = plausible(metric, value, now);
  if (!value) return std::nullopt;
  Channel& own = channel(metric);
  own.sum += to_sum(metric, *value);
  ++own.count;

  const bool is_time = now >= own.next_report;
  const bool has_changed = own.settings.deadband > 0 && own.reported &&
                           std::abs(*value - *own.reported) >= own.settings.deadband;
  if (!is_time && !has_changed) return std::nullopt;

  own.reported = rounded(has_changed ? *value : from_mean(metric, own.sum / own.count));
  own.sum = 0;
  own.count = 0;
  const Uptime scheduled = own.next_probe - own.settings.probe;  // of this probe: ticks may be late
  own.next_report = scheduled + own.settings.interval;
  ++counters_.reports;
  return own.reported;
}

}  // namespace luft::firmware
